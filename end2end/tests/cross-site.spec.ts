import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn, logInButton, logOutButton } from "../support/journey";
import { sitePages } from "../support/pages";

/** The server functions that every project has. */
const ownFunctions = ["/auth/proconnect", "/auth/proconnect/logout", "/api/current_user", "/api/continue_session", "/preferences/theme"];

/** The server functions: those, and whatever the forms of an agent's pages are sent to. */
async function functionsOf(page: Page, baseURL?: string) {
  const functions = new Set(ownFunctions);
  for (const path of (await sitePages(baseURL)).guardedPages) {
    await page.goto(path);
    const actions = page.locator("form[method=post]").evaluateAll((forms) => forms.map((form) => form.getAttribute("action") ?? ""));
    for (const action of await actions) functions.add(action);
  }
  return [...functions];
}

/** An attacker's page: another host name, so another site. */
async function lure(html: string) {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

test("B-13 no server function runs for another site, whatever it is sent", async ({ page, request, baseURL }) => {
  await page.goto("/");
  await logIn(page);
  const functions = await functionsOf(page, baseURL);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const origins: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "https://other.localhost" },
    { "sec-fetch-site": "none" },
    { origin: "https://evil.example" },
    { origin: "null" },
    {},
  ];
  for (const path of functions) {
    for (const origin of origins) {
      for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=a", "application/json"]) {
        const headers = { ...origin, cookie, "content-type": type, accept: "text/html", referer: "https://evil.example/" };
        const answer = await request.post(path, { headers, data: "a=1", maxRedirects: 0 });
        const place = `${path} ${JSON.stringify(origin)} ${type}`;
        expect(answer.status(), place).toBe(403);
        expect(answer.headers()["proconnect-refusal"], place).toBe("request.cross_origin");
        expect(answer.headers().location, place).toBeUndefined();
        expect(answer.headers()["set-cookie"], place).toBeUndefined();
      }
    }
    const read = await request.get(path, { headers: { cookie }, maxRedirects: 0 });
    expect(read.status(), `GET ${path}`).toBe(405);
  }
  await page.reload();
  await expect(logOutButton(page)).toBeVisible();
});

for (const [name, action] of [["B-14 a login", "/auth/proconnect"], ["B-15 a logout", "/auth/proconnect/logout"]]) {
  test(`${name} cannot be started by a form of another site`, async ({ browser, baseURL }) => {
    const { url, stop } = await lure(`<form method="post" action="${baseURL}${action}"><button>go</button></form>`);
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    await page.goto("/");
    if (action.endsWith("logout")) await logIn(page);
    const before = await context.cookies(baseURL);

    await page.goto(url);
    const answer = page.waitForResponse(`${baseURL}${action}`);
    await page.getByRole("button").click();
    expect((await answer).status()).toBe(403);
    expect(await context.cookies(baseURL)).toEqual(before);
    await page.goto("/");
    await expect(action.endsWith("logout") ? logOutButton(page) : logInButton(page)).toBeVisible();
    await context.close();
    await stop();
  });
}

test("B-16 no server function sends the browser to a foreign Referer", async ({ page, request, baseURL }) => {
  await page.goto("/");
  await logIn(page);
  const functions = await functionsOf(page, baseURL);
  const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  // The logout is last, because it ends the session.
  for (const path of [...functions.filter((path) => !path.endsWith("logout")), "/auth/proconnect/logout"]) {
    const headers = {
      "sec-fetch-site": "same-origin",
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
      referer: "https://evil.example/landing",
      cookie: session,
    };
    const answer = await request.post(path, { headers, data: "a=1", maxRedirects: 0 });
    const leads = `${answer.headers().location ?? ""} ${answer.headers().refresh ?? ""}`;
    expect(leads, path).not.toContain("evil.example");
  }
});

const elsewhere = ["//evil.example", "/\\\\evil.example", "https://evil.example", "/\t/evil.example", "javascript:alert(1)", "/%2f%2fevil.example/../..//evil.example"];

test("B-17 no return path leads off the site, through the browser", async ({ page, baseURL }) => {
  for (const path of elsewhere) {
    await page.context().clearCookies();
    await page.goto(`/connexion?return_to=${encodeURIComponent(path)}`);
    await logIn(page);
    expect(new URL(page.url()).origin, path).toBe(baseURL);
    await page.goto(`/connexion?return_to=${encodeURIComponent(path)}`);
    await page.getByRole("link", { name: "Continuer" }).click();
    expect(new URL(page.url()).origin, path).toBe(baseURL);
  }
});
