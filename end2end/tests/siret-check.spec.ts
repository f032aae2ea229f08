import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/fixtures";
import { angela, logIn, main } from "../support/journey";

test("B-19 the form answers a mistake with the field, and a right number with a confirmation", async ({ page }) => {
  await page.goto("/verifier-un-siret");
  await logIn(page);
  const field = page.getByLabel("Numéro SIRET");
  await field.fill("130 025 265 00014");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/un de ses chiffres est sans doute mal recopié/);
  await expect(field, "what was typed is kept").toHaveValue("130 025 265 00014");

  await field.fill(angela.siretAsShown);
  await field.press("Enter");
  await expect(main(page)).toContainText(`Le numéro ${angela.siretAsShown} est bien formé`);
  await expect(main(page)).toContainText("C’est celui de l’établissement");
});

test("B-19 the server sums the mistakes up, and leads to the field", async ({ page }) => {
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
  const message = page.locator("#siret-messages");
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
  await expect(message).toContainText("Ce numéro est bien formé.");
  await expect(field).not.toHaveAttribute("aria-invalid");
  await field.press("3");
  await expect(message).toContainText("Il y a trop de chiffres");

  const url = page.url();
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(field).toBeFocused();
  expect(page.url(), "nothing was sent").toBe(url);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
