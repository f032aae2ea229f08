import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, logOut, refuse } from "../support/journey";
import { sitePages } from "../support/pages";

/** Violations on every page from now on, as the page itself reports them. */
async function violationsOf(page: Page) {
  const violations: string[] = [];
  await page.exposeFunction("noteViolation", (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    const note = (window as unknown as { noteViolation: (violation: string) => void }).noteViolation;
    addEventListener("securitypolicyviolation", (event) => note(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return violations;
}

test("B-03 the whole journey violates no policy, and the console stays empty", async ({ page, baseURL }) => {
  const { guardedPages } = await sitePages(baseURL);
  const violations = await violationsOf(page);
  const messages: string[] = [];
  // Chromium logs "Cleared data types" after a Clear-Site-Data.
  page.on("console", (message) => {
    if (!message.text().includes("Clear-Site-Data")) messages.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto("/");
  await page.goto("/connexion");
  await logIn(page);
  for (const path of ["/", ...guardedPages, ...guardedPages.map((path) => `${path}?siret=1`)]) {
    await page.goto(path, { waitUntil: "networkidle" });
  }
  await logOut(page);
  expect(violations).toEqual([]);
  expect(messages).toEqual([]);

  await askToLogIn(page);
  await refuse(page);
  expect(violations).toEqual([]);
});

// The browser logs an error for each blocked resource, so that these tests do not use the fixture's
// page.
const injected = {
  "an inline script": "<script>window.ran = true</script>",
  "an inline handler": "<img src='data:,' onerror='window.ran = true'>",
  "a script of another site": "<script src='https://evil.example/a.js'></script>",
  "an inline style": "<style>main { display: none !important }</style>",
  "a base address": "<base href='https://evil.example/'>",
  "an object": "<object data='data:text/html,evil'></object>",
};

for (const [what, markup] of Object.entries(injected)) {
  test(`B-04 ${what} injected into the page is blocked`, async ({ browser, baseURL }) => {
    // A separate context, whose console errors are expected.
    const page = await (await browser.newContext({ baseURL })).newPage();
    await page.route("/", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace("<main", `${markup}<main`);
      await route.fulfill({ response: answer, body });
    });
    const violations = await violationsOf(page);
    await page.goto("/");
    await expect.poll(() => violations.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => (window as unknown as { ran?: boolean }).ran)).toBeUndefined();
    await expect(page.locator("main")).toBeVisible();
    expect(await page.evaluate(() => new URL("a", document.baseURI).host)).toBe("localhost:3300");
    await page.context().close();
  });
}

/** Another site: for browsers, another port is another origin. */
async function anotherSite(html: string) {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return { url: `http://localhost:${port}/`, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

test("B-11 no site can show a page in a frame", async ({ browser, baseURL }) => {
  const { url, stop } = await anotherSite(`<iframe src="${baseURL}/"></iframe>`);
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.waitForTimeout(300);
  const framed = page.frames().filter((frame) => frame !== page.mainFrame());
  for (const frame of framed) expect(await frame.locator("main").count()).toBe(0);
  await page.context().close();
  await stop();
});

test("B-12 a window opened by another site has no reference to it, nor has its opener", async ({ browser, baseURL }) => {
  const { url, stop } = await anotherSite(`<button onclick="window.child = window.open('${baseURL}/')">open</button>`);
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  const [child] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button").click()]);
  await expect(child.locator("main")).toBeVisible();
  expect(await child.evaluate(() => window.opener)).toBeNull();
  await expect.poll(() => page.evaluate(() => (window as unknown as { child: Window }).child.closed)).toBe(true);
  await page.context().close();
  await stop();
});
