// The form that checks a SIRET. A form with text is here only, so the tests of what becomes of typed text
// are here too: after another agent's login, and after the end of the session.
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

/** Sends the form as a browser without scripts does, whatever watches it. */
async function send(page: Page, typed: string) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/check_siret"));
  await field(page).evaluate((input: HTMLInputElement, typed) => {
    input.value = typed;
    HTMLFormElement.prototype.submit.call(input.form);
  }, typed);
  return answer;
}

async function openTheForm(page: Page) {
  await page.goto("/verifier-un-siret");
  await logIn(page);
  await expect(field(page)).toBeVisible();
}

const inAnotherTab = async (context: BrowserContext, what: (page: Page) => Promise<void>) => {
  const page = await context.newPage();
  await page.goto("/");
  await what(page);
  await page.close();
};

test("the form answers a mistake with the field, and a right number with a confirmation", async ({ page }) => {
  await page.goto("/verifier-un-siret");
  await logIn(page);
  const field = page.getByLabel("Numéro SIRET");
  await field.fill("130 025 265 00014");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/un de ses chiffres est sans doute mal recopié/);
  await expect(field, "what was typed is kept").toHaveValue("130 025 265 00014");
  await expect(field).toBeFocused();
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(1);
  await expect(page).toHaveTitle(/^Erreur\s: /);

  await field.fill(angela.siretAsShown);
  await field.press("Enter");
  await expect(main(page)).toContainText(`Le numéro ${angela.siretAsShown} est valide`);
  await expect(main(page)).toContainText("C’est celui de l’établissement");
});

test("the server sums the mistakes up, and leads to the field", async ({ page }) => {
  await page.goto("/verifier-un-siret?siret=12");
  await logIn(page);
  await expect(page).toHaveTitle(/^Erreur/);
  await page.getByRole("alert").getByRole("link").click();
  await expect(page.getByLabel("Numéro SIRET")).toBeFocused();
});

test("the field is judged when it is left, and then at every key", async ({ page, javaScriptEnabled }) => {
  await page.goto("/verifier-un-siret");
  await logIn(page);
  const field = page.getByLabel("Numéro SIRET");
  const message = page.locator("#siret-message");
  if (javaScriptEnabled === false) {
    await expect(message).toHaveText("");
    return;
  }
  await expect(async () => {
    await field.fill("1300252650001");
    await field.blur();
    await expect(message).toContainText("Il manque des chiffres", { timeout: 500 });
  }).toPass();
  await field.press("End");
  await field.press("3");
  await expect(message).toContainText("Le numéro est valide.");
  await expect(field).not.toHaveAttribute("aria-invalid");
  await field.press("3");
  await expect(message).toContainText("Il y a trop de chiffres");

  const url = page.url();
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(field).toBeFocused();
  await expect(page.getByRole("alert").getByRole("link"), "summed up as by the server").toHaveText(/Il y a trop de chiffres/);
  await expect(page).toHaveTitle(/^Erreur\s: Vérifier/);
  expect(page.url(), "nothing was sent").toBe(url);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("F20: a form opened by one agent and sent after another's login is not the other's act", async ({ page, context }) => {
  await openTheForm(page);
  await inAnotherTab(context, async (other) => {
    await logOut(other);
    await logInAs(other, "Sophie MARTIN");
  });
  const answer = await send(page, "130 025 265 00013");
  expect(answer.status()).toBe(409);
  await expect(main(page)).toContainText("Vous avez changé de compte");
  await expect(page.getByText("130 025 265 00013")).toHaveCount(0);

  await page.goto("/verifier-un-siret");
  expect((await send(page, "123")).status(), "her own form is hers").toBe(303);
  // Chromium may hang when it is closed while a page is on its way.
  await page.waitForURL("**/verifier-un-siret?siret=*");
});

test("R24: what was typed survives the end of the session", async ({ page, context, baseURL }) => {
  const typed = "130 025 & 100 % #1";
  await openTheForm(page);
  await context.clearCookies({ name: "local-session" });
  const answer = await send(page, typed);
  expect(answer.status()).toBe(401);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Votre session est terminée");
  await expect(main(page)).toContainText(typed);

  // ProConnect still knows the agent, and asks nothing.
  await logInButton(page).click();
  await expect(logOutButton(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/verifier-un-siret");
  expect(new URL(page.url()).origin).toBe(baseURL);
  await expect(field(page)).toHaveValue(typed);
});
