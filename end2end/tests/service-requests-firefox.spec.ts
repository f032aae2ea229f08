// The island of the form that checks a SIRET, in the other engine.
import { expect, test } from "@playwright/test";
import { logIn, logOut, openFirefox, visit } from "../support/firefox";

const open = openFirefox();

test("in Firefox the field is judged when it is left", async ({ baseURL }) => {
  const { page, complaints } = await open();
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/verifier-un-siret`);
  await page.locator("input[name=siret]").fill("1");
  await page.keyboard.press("Tab");
  await page.waitForSelector("[aria-invalid=true]");
  await logOut(page);
  expect(complaints).toEqual([]);
});

test("in Firefox typed text survives the end of the session", async ({ baseURL }) => {
  const { page } = await open();
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/verifier-un-siret`);
  await page.locator("input[name=siret]").fill("130 025 26");
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
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[name=siret]")?.value === "130 025 26");
  await page.waitForFunction(() => document.querySelector(".app-session-watch")?.textContent?.includes("a été remis"));
});
