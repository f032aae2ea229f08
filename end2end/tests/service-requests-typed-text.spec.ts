// Text that was typed when the session ended, in the form of a request: it comes back to its agent alone.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
import { fields, fileButton, messageAbout, stranger } from "../support/service-requests";
import { comeBack, comeBackUntilAsked, expectOver, heading, holdIslands, watch } from "../support/session-watch";

const form = "/demandes/nouvelle";

/** The form with a text that is not sent yet, in a page that is hydrated. */
async function type(page: Page, typed: string, address = form) {
  await page.clock.install();
  await page.goto(address);
  await logIn(page);
  await comeBackUntilAsked(page);
  await fields(page).subject.fill(typed);
}

/** The form, filled in. */
async function fillIn(page: Page, subject: string) {
  await type(page, subject);
  await fields(page).description.fill("Une\nphrase");
}

/** Half an hour without a request. The session is then over on the server too. */
async function letTheSessionEnd(page: Page, context: BrowserContext) {
  await context.clearCookies({ name: "local-session" });
  await page.clock.fastForward("31:00");
}

test("typed text survives the end of the session and a login on the same page", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
  await expect(fields(page).subject).toBeHidden();

  // ProConnect still knows the agent, and asks nothing.
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(fields(page).subject).toHaveValue("Un accès");
  await expect(fields(page).description).toHaveValue("Une\nphrase");
  await expect(watch(page)).toContainText("Ce que vous aviez saisi a été remis.");
  expect(await page.evaluate(() => sessionStorage.length), "it is kept for one login").toBe(0);
  await page.reload();
  await expect(fields(page).subject).toHaveValue("");
});

test("typed text does not come back over what the agent types before the island is alive", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  const release = await holdIslands(page);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await fields(page).subject.fill("Un autre accès");
  await expect(fields(page).description).toHaveValue("");
  await release();
  await expect(fields(page).description).toHaveValue("Une\nphrase");
  await expect(fields(page).subject).toHaveValue("Un autre accès");
});

test("typed text does not come back over what the agent sends before the island is alive", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  const release = await holdIslands(page);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await fields(page).subject.fill("ab");
  await fileButton(page).click();
  await expect(page, "in place of the answer").toHaveURL(/\/api\//);
  await release();
  await comeBackUntilAsked(page);
  await expect(fields(page).subject).toHaveValue("ab");
  await expect(fields(page).description).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length), "the older text is dropped").toBe(0);
});

/** The list of requests, to which an agent comes back after the session has ended with a filter that was not applied. */
async function comeBackToAFilter(page: Page, context: BrowserContext) {
  await page.clock.install();
  await page.goto("/demandes");
  await logIn(page);
  await comeBackUntilAsked(page);
  await filter(page).state.selectOption("Acceptée");
  await filter(page).search.fill("Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  const release = await holdIslands(page);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(filter(page).state).toHaveValue("");
  return release;
}

const filter = (page: Page) => ({
  state: page.getByRole("combobox", { name: "État" }),
  search: page.getByRole("searchbox", { name: "L’objet commence par" }),
});

test("a choice comes back", async ({ page, context }) => {
  const release = await comeBackToAFilter(page, context);
  await release();
  await expect(filter(page).search).toHaveValue("Un accès");
  await expect(filter(page).state).toHaveValue("accepted");
});

test("a choice does not come back over the one that the agent makes before the island is alive", async ({ page, context }) => {
  const release = await comeBackToAFilter(page, context);
  await filter(page).state.selectOption("Refusée");
  await release();
  await expect(filter(page).search).toHaveValue("Un accès");
  await expect(filter(page).state).toHaveValue("refused");
});

test("a login leads back to the address of the page, and a text comes back over the one that the page proposes", async ({ page, context }) => {
  await type(page, "", `${form}?a=123`);
  await fields(page).siret.fill("1234");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/\/demandes\/nouvelle\?a=123$/);
  await expect(fields(page).siret).toHaveValue("1234");
  await expect(messageAbout(page, "siret"), "the island has noticed the text").toContainText("Il manque des chiffres");
});

test("typed text does not come back to another agent", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await context.clearCookies();
  await logInAs(page, stranger.name);
  await expect(fields(page).subject).toHaveValue("");
  await comeBackUntilAsked(page);
  await expect(fields(page).subject).toHaveValue("");
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
  await fillIn(page, "Un accès");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("vous reviendrez à cette page.");
  await expect(page.locator(".app-session-over")).not.toContainText("saisi");
});

/** Sends the form after the end that its page knows. */
async function sendLate(page: Page) {
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await fileButton(page).click();
}

test("a form that is sent after the end waits, and its text is kept", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await context.clearCookies({ name: "local-session" });
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await sendLate(page);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
  expect(sent).toEqual(["/api/current_user"]);
});

test("a form that is sent after the end that its page knows is sent if the session is open", async ({ page }) => {
  await fillIn(page, "Un accès à temps");
  await sendLate(page);
  await expect(heading(page)).toHaveText("Un accès à temps");
  await expect(main(page)).toContainText(`Déposée par ${angela.name}`);
});

test("a form that waited until the end of the session is not sent when the page comes back", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  await context.clearCookies({ name: "local-session" });
  await sendLate(page);
  await expectOver(page, /30\sminutes sans action/);
  const other = await context.newPage();
  await other.goto("/");
  await logInButton(other).click();
  await expect(logOutButton(other)).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await comeBack(page);
  await expect(fields(page).subject).toHaveValue("Un accès");
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
  await page.clock.runFor(1000);
  expect(sent).toEqual(["/api/current_user"]);
});

test("after a logout in another tab, no typed text is stored", async ({ page, context }) => {
  await fillIn(page, "Un accès");
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
  await type(page, "Un accès", `${form}?a=123`);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await page.goto(`${form}?a=567`);
  await logInButton(page).click();
  await expect(page).toHaveURL(/a=567$/);
  await comeBackUntilAsked(page);
  await expect(fields(page).subject).toHaveValue("");
});

/** Sends the form as a browser does whose scripts do not run yet. */
async function sendWithoutScripts(page: Page) {
  await fields(page).subject.evaluate((input: HTMLInputElement) => HTMLFormElement.prototype.submit.call(input.form));
  await expect(page).toHaveURL(/\/api\//);
  await comeBackUntilAsked(page);
}

test("in place of the answer to a form of another agent, the next login leads to a page", async ({ page, context }) => {
  await fillIn(page, "Un accès");
  // The form of another agent is refused in place.
  await page.locator("main input[name=agent]").evaluate((field) => field.setAttribute("value", "another"));
  await sendWithoutScripts(page);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/:\d+\/$/);
  await expect(logOutButton(page)).toBeVisible();
});

test("in place of the answer to a form with mistakes, the next login leads to the form, and the text comes back", async ({ page, context }) => {
  await fillIn(page, "ab");
  await sendWithoutScripts(page);
  await fields(page).subject.fill("abc");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/\/demandes\/nouvelle$/);
  await expect(fields(page).subject).toHaveValue("abc");
  await expect(fields(page).description, "which the page in place of the answer had filled in").toHaveValue("Une\nphrase");
});
