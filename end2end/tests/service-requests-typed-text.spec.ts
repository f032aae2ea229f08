// Text that was typed when the session ended, in the form that checks a SIRET: it comes back to its agent alone.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
import { comeBack, comeBackUntilAsked, expectOver, watch } from "../support/session-watch";

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

/** The form with a text that is not sent yet, in a page that is hydrated. */
async function type(page: Page, typed: string) {
  await page.clock.install();
  await page.goto("/verifier-un-siret");
  await logIn(page);
  await comeBackUntilAsked(page);
  await field(page).fill(typed);
}

/** The page of the answer to 123, over which 1234 is typed. */
async function typeOverAnAnswer(page: Page) {
  await type(page, "");
  await page.goto("/verifier-un-siret?siret=123");
  await comeBackUntilAsked(page);
  await field(page).fill("1234");
}

/** Half an hour without a request. The session is then over on the server too. */
async function letTheSessionEnd(page: Page, context: BrowserContext) {
  await context.clearCookies({ name: "local-session" });
  await page.clock.fastForward("31:00");
}

test("typed text survives the end of the session and a login on the same page", async ({ page, context }) => {
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
  await expect(field(page)).toBeHidden();

  // ProConnect still knows the agent, and asks nothing.
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(field(page)).toHaveValue("130 025 26");
  await expect(watch(page)).toContainText("Ce que vous aviez saisi a été remis.");
  expect(await page.evaluate(() => sessionStorage.length), "it is kept for one login").toBe(0);
  await page.reload();
  await expect(field(page)).toHaveValue("");
});

test("a login leads back to the address of the page, and a text comes back over the one that was sent", async ({ page, context }) => {
  await typeOverAnAnswer(page);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/\/verifier-un-siret\?siret=123$/);
  await expect(field(page)).toHaveValue("1234");
  await expect(page.getByRole("alert"), "the island has noticed the text").toHaveCount(0);
});

test("typed text does not come back to another agent", async ({ page, context }) => {
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await context.clearCookies();
  await logInAs(page, "Sophie MARTIN");
  await expect(field(page)).toHaveValue("");
  await comeBackUntilAsked(page);
  await expect(field(page)).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length), "the text is dropped").toBe(0);
});

test("a browser that keeps nothing promises nothing", async ({ page, context }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "sessionStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    }),
  );
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("vous reviendrez à cette page.");
  await expect(page.locator(".app-session-over")).not.toContainText("saisi");
});

test("a form that is sent after the end waits, and its text is kept", async ({ page, context }) => {
  await type(page, angela.siret);
  await context.clearCookies({ name: "local-session" });
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
});

test("a form that is sent after the end that its page knows is sent if the session is open", async ({ page }) => {
  await type(page, angela.siret);
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(main(page)).toContainText(`Le numéro ${angela.siretAsShown} est valide`);
});

test("a form that waited until the end of the session is not sent when the page comes back", async ({ page, context }) => {
  await type(page, angela.siret);
  await context.clearCookies({ name: "local-session" });
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expectOver(page, /30\sminutes sans action/);
  const other = await context.newPage();
  await other.goto("/");
  await logInButton(other).click();
  await expect(logOutButton(other)).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await comeBack(page);
  await expect(field(page)).toHaveValue(angela.siret);
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
  await page.clock.runFor(1000);
  expect(sent).toEqual(["/api/current_user"]);
});

test("after a logout in another tab, no typed text is stored", async ({ page, context }) => {
  await type(page, "130 025 26");
  const other = await context.newPage();
  await other.goto("/");
  await logOut(other);
  await comeBack(page);
  await expectOver(page, /fermée avant son terme/);
  await expect(main(page)).toContainText("vous reviendrez à cette page.");
  await expect(page.locator(".app-session-over")).not.toContainText("saisi");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("typed text does not come to the same page with another query", async ({ page, context }) => {
  await typeOverAnAnswer(page);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await page.goto("/verifier-un-siret?siret=567");
  await logInButton(page).click();
  await expect(page).toHaveURL(/siret=567$/);
  await comeBackUntilAsked(page);
  await expect(field(page)).toHaveValue("567");
});

test("in place of the answer to a form, the next login leads to a page", async ({ page, context }) => {
  await type(page, "");
  // The form of another agent is refused in place.
  await page.locator("main input[name=agent]").evaluate((field) => field.setAttribute("value", "another"));
  await field(page).fill(angela.siret);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page).toHaveURL(/\/api\//);
  await comeBackUntilAsked(page);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/:\d+\/$/);
  await expect(logOutButton(page)).toBeVisible();
});
