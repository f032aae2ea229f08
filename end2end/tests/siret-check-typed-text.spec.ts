// Text that was typed when the session ended, in the form that checks a SIRET: it comes back to its agent alone.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, main } from "../support/journey";
import { comeBackUntilAsked, expectOver, watch } from "../support/session-watch";

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

/** The form with a text that is not sent yet, in a page that is hydrated. */
async function type(page: Page, typed: string) {
  await page.clock.install();
  await page.goto("/verifier-un-siret");
  await logIn(page);
  await comeBackUntilAsked(page);
  await field(page).fill(typed);
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
  await type(page, "");
  await page.goto("/verifier-un-siret?siret=123");
  await comeBackUntilAsked(page);
  await field(page).fill("1234");
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
