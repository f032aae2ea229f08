// The programs under test: their paths, their settings, their start and stop.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, openSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

/** The release build, or the program that `SERVER_BINARY` names. */
export const serverBinary = process.env.SERVER_BINARY ?? join(target, "release/server");

export const siteRoot = process.env.LEPTOS_SITE_ROOT ?? join(root, "target/site");

export const mockBinary = process.env.MOCK_BINARY ?? join(target, "debug/mock-proconnect");

/** The files of the servers' logs, and of the secrets that the tests have recorded. */
export const logs = join(root, "target/end2end-logs");
mkdirSync(logs, { recursive: true });

/** The server that most tests share. Its start empties the logs. */
export const serverCommand = `rm -f ${logs}/* && exec ${serverBinary} > ${logs}/shared.log 2>&1`;

export const client = { id: "application-de-test", secret: "0123456789abcdef".repeat(4) };

export const mock = { issuer: "http://localhost:4400/api/v2" };

/** The addresses to which the issuer redirects, after a login and after a logout. */
export const callbacks = (origin: string) => ({
  login: `${origin}/auth/proconnect/callback`,
  logout: `${origin}/auth/proconnect/logout/callback`,
});

/** The mock, with one client: the application at `origin`. */
export const mockCommand = (origin: string) => [mockBinary, ...mockArguments(4400, origin)].join(" ");

function mockArguments(port: number, origin: string): string[] {
  const { login, logout } = callbacks(origin);
  return [
    `--address=127.0.0.1:${port}`,
    `--client-id=${client.id}`,
    `--client-secret=${client.secret}`,
    `--redirect-uri=${login}`,
    `--post-logout-redirect-uri=${logout}`,
  ];
}

/** A mock of a test's own, for the application at `origin`. */
export async function startMock(origin: string) {
  const port = await freePort();
  const child = spawn(mockBinary, mockArguments(port, origin), { stdio: "ignore" });
  const exited = new Promise((done) => child.once("exit", done));
  const issuer = `http://localhost:${port}/api/v2`;
  while (!(await isAnswering(`${issuer}/.well-known/openid-configuration`))) {
    if (child.exitCode !== null) throw new Error(`the mock ended with exit code ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return {
    issuer,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** A session store that no other server shares. */
export const temporaryStore = () => `sqlite:${join(mkdtempSync(join(tmpdir(), "sessions-")), "sessions.sqlite")}`;

type Settings = {
  port: number;
  issuer: string;
  store: string;
  site?: string;
  signatures?: "RS256" | "ES256";
  /** The origin that agents use, if it is not the address that the server listens on. */
  origin?: string;
  idleMinutes?: number;
  /** Settings of this test only. */
  others?: Record<string, string>;
};

// Shared by all servers of a test, so that a restarted server keeps its secret.
const cookieSecret = randomBytes(64).toString("base64");

export function serverEnvironment(settings: Settings): Record<string, string> {
  const { port, issuer, store, site = siteRoot, signatures = "RS256", idleMinutes = 30 } = settings;
  const { login, logout } = callbacks(settings.origin ?? `http://localhost:${port}`);
  return {
    PROCONNECT_DOMAIN: issuer,
    PROCONNECT_CLIENT_ID: client.id,
    PROCONNECT_CLIENT_SECRET: client.secret,
    PROCONNECT_REDIRECT_URI: login,
    PROCONNECT_POST_LOGOUT_REDIRECT_URI: logout,
    PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG: signatures,
    PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG: signatures,
    // The default scopes, and the one for the page that requires a role.
    PROCONNECT_SCOPES: "openid given_name usual_name email siret idp_id organization_label roles",
    COOKIE_SECRET: cookieSecret,
    SESSION_STORE_URL: store,
    SESSION_IDLE_MINUTES: `${idleMinutes}`,
    LEPTOS_SITE_ROOT: site,
    LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
    RUST_LOG: "debug",
    ...settings.others,
  };
}

/** Starts a test's own server, and waits until it answers. `stop` ends it, and waits for the end. */
export async function startServer(settings: Settings) {
  const origin = `http://localhost:${settings.port}`;
  const log = openSync(join(logs, "own.log"), "a");
  const child = spawn(serverBinary, { env: serverEnvironment(settings), stdio: ["ignore", log, log] });
  const exited = new Promise<number | null>((done) => child.once("exit", done));

  while (!(await isAnswering(`${origin}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 10));
  }

  return {
    origin,
    async stop() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

const isAnswering = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

/** True when a program accepts connections at that port. */
export const isListening = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });

/** A free port. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
