// Starts the release build, for pages that need no issuer.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Listens on the port of this machine; agents would reach it at `origin`. */
export async function startServer({ port, origin }) {
  const server = spawn(join(root, "target/release/server"), {
    env: {
      PROCONNECT_DOMAIN: "http://localhost:9/api/v2",
      PROCONNECT_CLIENT_ID: "audit",
      PROCONNECT_CLIENT_SECRET: randomBytes(32).toString("hex"),
      PROCONNECT_REDIRECT_URI: `${origin}/auth/proconnect/callback`,
      PROCONNECT_POST_LOGOUT_REDIRECT_URI: `${origin}/auth/proconnect/logout/callback`,
      COOKIE_SECRET: randomBytes(64).toString("base64"),
      SESSION_STORE_URL: `sqlite:${join(mkdtempSync(join(tmpdir(), "audit-")), "sessions.sqlite")}`,
      LEPTOS_SITE_ROOT: join(root, "target/site"),
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      RUST_LOG: "error",
    },
    // The standard output of this program is a table.
    stdio: ["ignore", process.stderr, "inherit"],
  });
  const isUp = () => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);
  while (!(await isUp())) {
    if (server.exitCode !== null) throw new Error(`the server ended with exit code ${server.exitCode}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return server;
}
