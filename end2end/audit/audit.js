// Lighthouse on every public page of the release build, as a table. `make audit` runs it.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { args, executablePath } from "../browser.js";
import { publicPages } from "../support/public-pages.js";

const root = resolve(import.meta.dirname, "../..");
const origin = "http://localhost:3310";
const pages = process.argv.length > 2 ? process.argv.slice(2) : publicPages;

// 98 for performance, 100 for all the rest: what the project promises.
const least = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };

const server = spawn(join(root, "target/release/server"), {
  env: {
    // Public pages need no issuer.
    PROCONNECT_DOMAIN: "http://localhost:9/api/v2",
    PROCONNECT_CLIENT_ID: "audit",
    PROCONNECT_CLIENT_SECRET: randomBytes(32).toString("hex"),
    PROCONNECT_REDIRECT_URI: `${origin}/auth/proconnect/callback`,
    PROCONNECT_POST_LOGOUT_REDIRECT_URI: `${origin}/auth/proconnect/logout/callback`,
    COOKIE_SECRET: randomBytes(64).toString("base64"),
    SESSION_STORE_URL: `sqlite:${join(mkdtempSync(join(tmpdir(), "audit-")), "sessions.sqlite")}`,
    LEPTOS_SITE_ROOT: join(root, "target/site"),
    LEPTOS_SITE_ADDR: "127.0.0.1:3310",
    RUST_LOG: "error",
  },
  stdio: ["ignore", "ignore", "inherit"],
});
const isUp = () => fetch(`${origin}/healthz`).then((answer) => answer.ok, () => false);
while (!(await isUp())) {
  if (server.exitCode !== null) throw new Error(`the server ended with exit code ${server.exitCode}`);
  await new Promise((done) => setTimeout(done, 50));
}

const flags = [...args, "--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
const chromium = await launch({ chromePath: executablePath, chromeFlags: flags });
let short = 0;
console.log("| page | performance | accessibility | best practices | SEO |\n|---|---|---|---|---|");
for (const page of pages) {
  const { lhr } = await lighthouse(`${origin}${page}`, { port: chromium.port, onlyCategories: Object.keys(least) });
  const scores = Object.keys(least).map((category) => Math.round(100 * lhr.categories[category].score));
  console.log(`| \`${page}\` | ${scores.join(" | ")} |`);
  for (const [category, minimum] of Object.entries(least)) {
    const { score, auditRefs } = lhr.categories[category];
    if (Math.round(100 * score) >= minimum) continue;
    short += 1;
    const missed = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1);
    for (const { id } of missed) console.error(`  ${page} ${category}: ${lhr.audits[id].title} (${id})`);
  }
}
await chromium.kill();
server.kill("SIGTERM");
if (short > 0) console.error(`${short} scores fall short`);
process.exitCode = short > 0 ? 1 : 0;
