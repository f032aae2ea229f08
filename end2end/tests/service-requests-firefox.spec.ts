// The form of a request in the other engine: its island, its sending, and the text that the session's end interrupts.
import { expect, test } from "@playwright/test";
import { becomes, logIn, logOut, openFirefox, text, visit } from "../support/firefox";

const open = openFirefox();

test("in Firefox a field is judged when it is left, and a request is filed", async ({ baseURL }) => {
  const { page, complaints } = await open();
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/demandes/nouvelle`);
  await page.locator("input[name=subject]").fill("ab");
  await page.keyboard.press("Tab");
  await page.waitForSelector("[name=subject][aria-invalid=true]");
  await page.locator("input[name=subject]").fill("Un accès par Firefox");
  await page.waitForSelector("[name=subject]:not([aria-invalid])");
  await page.locator("textarea[name=description]").fill("Une phrase.");
  await Promise.all([page.waitForNavigation(), page.locator("main form button").click()]);
  expect(new URL(page.url()).pathname).toMatch(/^\/demandes\/[0-9a-f-]{36}$/);
  expect(await text(page)).toContain("Un accès par Firefox");
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/demandes?recherche=un+acces+par+f`);
  expect(await text(page)).toContain("Un accès par Firefox");
  await logOut(page);
  expect(complaints).toEqual([]);
});

test("in Firefox typed text survives the end of the session", async ({ baseURL }) => {
  const { page } = await open();
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/demandes/nouvelle`);
  await page.locator("input[name=subject]").fill("Un accès");
  const context = page.browserContext();
  const session = (await context.cookies()).filter(({ name }) => name === "local-session");
  await context.deleteCookie(...session);
  await page.evaluate(() => {
    // Half an hour later: text is kept only for a session that ended by time.
    const now = Date.now;
    Date.now = () => now() + 31 * 60_000;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await page.waitForSelector(".app-session-over h1");
  await page.locator(".app-session-over form button").click();
  await becomes(page, () => document.querySelector<HTMLInputElement>("input[name=subject]")?.value === "Un accès");
  await becomes(page, () => !!document.querySelector(".app-session-watch")?.textContent?.includes("a été remis"));
});
