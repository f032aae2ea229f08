// The journey behind a real reverse proxy with TLS: nginx with its default buffers, and nginx and Caddy with the
// configurations of server/deploy.
import { readFileSync } from "node:fs";
import { request as ask } from "node:https";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { args, executablePath } from "../browser.js";
import { startCaddy } from "../support/caddy";
import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test as base } from "../support/fixtures";
import { applicationHost, resolverRules } from "../support/https-front";
import { angela, angelaAtTheMock, askToLogIn, logIn, logInButton, logOut, logOutButton, main } from "../support/journey";
import { startNginx } from "../support/nginx";
import { freePort, logs, startMock, startServer, temporaryStore } from "../support/programs";

const proxies = {
  "nginx with its defaults": (port: number, applicationPort: number) => startNginx("defaults", port, applicationPort),
  nginx: (port: number, applicationPort: number) => startNginx("documented", port, applicationPort),
  Caddy: startCaddy,
};

type Proxy = keyof typeof proxies;
type Program = { stop: () => Promise<unknown> };
type Behind = (proxy: Proxy, padding?: number) => Promise<Site>;
type Site = { origin: string; log: () => string; restart: () => Promise<void> };

const test = base.extend<{ behind: Behind }>({
  // Starts the application behind the proxy, with the mock, or with an issuer whose ID tokens are
  // longer by `padding`.
  behind: async ({ context }, use) => {
    const programs: Program[] = [];
    await use(async (name, padding) => {
      const [port, applicationPort] = [await freePort(), await freePort()];
      const proxy = await proxies[name](port, applicationPort);
      const issuer = padding === undefined ? await startMock(proxy.origin) : await startCertifiedIssuer(proxy.origin, "RS256", padding);
      const others = { TRUSTED_PROXIES: "127.0.0.1" };
      const settings = { port: applicationPort, issuer: issuer.issuer, store: temporaryStore(), origin: proxy.origin, others };
      let server = await startServer(settings);
      programs.push(proxy, issuer, { stop: () => server.stop() });
      const restart = async () => {
        await server.stop();
        server = await startServer(settings);
      };
      return { ...proxy, restart };
    });
    // A page that is still loading its icon would reach a proxy without its server.
    for (const page of context.pages()) await page.close();
    for (const program of programs.reverse()) await program.stop();
  },
});

test.use({
  ignoreHTTPSErrors: true,
  ownHosts: ["localhost", applicationHost],
  launchOptions: { executablePath, args: [...args, resolverRules] },
});

/** Records the statuses of 500 and more from now on. */
function failuresOf(page: Page): string[] {
  const failures: string[] = [];
  page.context().on("response", (response) => {
    if (response.status() >= 500) failures.push(`${response.status()} ${response.url()}`);
  });
  return failures;
}

for (const proxy of ["nginx with its defaults", "nginx", "Caddy"] as const) {
  test(`L4: the whole journey behind ${proxy}, five attempts pending`, async ({ page, context, behind }) => {
    const { origin, log } = await behind(proxy);
    const failures = failuresOf(page);
    const tabs = [];
    for (const length of [2000, 60, 700, 1200, 2000]) {
      const tab = await context.newPage();
      const path = `/mon-compte?q=${"x".repeat(length)}`;
      await tab.goto(`${origin}${path}`);
      await askToLogIn(tab);
      tabs.push({ tab, path });
    }
    const { tab, path } = tabs[4];
    await angelaAtTheMock(tab).click();
    await expect(main(tab)).toContainText(angela.email);
    expect(tab.url()).toBe(`${origin}${path}`);
    for (const path of ["/", "/mon-compte?siret=13002526500013", "/espace-agents-publics"]) {
      await tab.goto(`${origin}${path}`);
      await expect(logOutButton(tab)).toBeVisible();
    }
    for (const step of ["/mon-compte?siret=13002526500013", "/", path]) {
      await tab.goBack();
      expect(tab.url(), "a step back").toBe(`${origin}${step}`);
      await expect(logOutButton(tab)).toBeVisible();
    }
    await logOut(tab);
    await expect(main(tab)).toContainText("Votre session est fermée");
    // Back, after the notice, does not show the agent's content again.
    await tab.goto(`${origin}${path}`);
    await tab.goBack();
    await expect(logInButton(tab)).toBeVisible();
    await expect(tab.getByText(angela.email)).toHaveCount(0);
    expect(failures).toEqual([]);
    expect(log()).not.toContain("too big header");
  });
}

// ProConnect's ID tokens have some 900 bytes. The logout sends them in a header.
const longTokens = [
  ["nginx with its defaults", 1],
  ["nginx with its defaults", 900],
  ["nginx", 900],
  ["nginx", 5000],
  ["Caddy", 5000],
] as const;
for (const [proxy, padding] of longTokens) {
  test(`L4: a logout behind ${proxy} with an ID token longer by ${padding} characters`, async ({ page, behind }) => {
    const { origin, log } = await behind(proxy, padding);
    const failures = failuresOf(page);
    const hints: string[] = [];
    page.on("request", (request) => hints.push(...new URL(request.url()).searchParams.getAll("id_token_hint")));
    await page.goto(`${origin}/mon-compte`);
    await logInButton(page).click();
    await page.getByRole("button", { name: angela.name }).click();
    await expect(main(page)).toContainText(angela.email);
    await logOutButton(page).click();
    await page.getByRole("button", { name: "Se déconnecter" }).click();
    await expect(main(page)).toContainText("Votre session est fermée");
    expect(hints[0]?.length).toBeGreaterThan(padding * 1.3);
    expect(failures).toEqual([]);
    expect(log()).not.toContain("too big header");
  });
}

test("L3: nginx with Debian's gzip compresses documents by itself", async ({ page, behind }) => {
  const { origin } = await behind("nginx with its defaults");
  const answer = await page.goto(origin);
  expect(answer?.headers()["content-encoding"]).toBe("gzip");
});

for (const proxy of ["nginx", "Caddy"] as const) {
  test(`L3: behind ${proxy}, documents come as they are and built files compressed`, async ({ page, behind }) => {
    const { origin } = await behind(proxy);
    const style = page.waitForResponse((response) => response.url().includes("/pkg/") && response.url().endsWith(".css"));
    await page.goto(origin);
    expect((await style).headers()["content-encoding"]).toBe("br");
    for (const path of ["/", "/connexion?return_to=%2Fmon-compte", "/nulle-part"]) {
      const answer = await page.goto(`${origin}${path}`);
      expect(answer?.headers()["content-encoding"], path).toBeUndefined();
    }
  });

  test(`the audit trail has the address of the client of ${proxy}, not the one that the client claims`, async ({ behind }) => {
    const { origin } = await behind(proxy);
    // Of short words: the test of the logs takes a long one for a secret.
    const agent = `client of ${proxy} ${Date.now()}`;
    // The answer to a login that nobody began is an event, and the client is not the proxy's own address.
    const headers = { host: applicationHost, "user-agent": agent, "x-forwarded-for": "203.0.113.9" };
    const from = { localAddress: "127.0.0.2", host: "127.0.0.1", port: new URL(origin).port, servername: applicationHost };
    await new Promise((done, fail) => {
      const options = { ...from, path: "/auth/proconnect/callback?code=a&state=b", headers, rejectUnauthorized: false };
      ask(options, (answer) => answer.resume().once("end", done)).once("error", fail).end();
    });
    const event = () => readFileSync(join(logs, "own.log"), "utf8").split("\n").find((line) => line.includes(agent) && line.includes("event.action"));
    await expect.poll(event).toContain('"client.ip":"127.0.0.2"');
  });

  test(`a restart under load signs no agent out behind ${proxy}`, async ({ page, request, behind }) => {
    const { origin, restart } = await behind(proxy);
    await page.goto(`${origin}/mon-compte`);
    await logIn(page);
    const cookie = (await page.context().cookies(origin)).map(({ name, value }) => `${name}=${value}`).join("; ");
    const port = new URL(origin).port;

    let restarting = true;
    const statuses: number[] = [];
    const asking = Array.from({ length: 8 }, async () => {
      while (restarting) {
        const headers = { cookie, host: applicationHost };
        const answer = await request.get(`https://127.0.0.1:${port}/mon-compte`, { headers, maxRedirects: 0 });
        statuses.push(answer.status());
      }
    });
    await expect.poll(() => statuses.length).toBeGreaterThan(25);
    await restart();
    const since = statuses.length;
    await expect.poll(() => statuses.length).toBeGreaterThan(since + 40);
    restarting = false;
    await Promise.all(asking);

    // While the server is down, nginx answers 502, and Caddy waits; no page shows the agent as signed out.
    expect(statuses.filter((status) => ![200, 502].includes(status))).toEqual([]);
    // The requests that were under way when the server answered again.
    expect(statuses.slice(since + 8).filter((status) => status !== 200)).toEqual([]);
    await page.reload();
    await expect(main(page)).toContainText(angela.email);
  });
}
