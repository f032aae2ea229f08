// The form that checks a SIRET, as its island judges it at each key.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn, main } from "../support/journey";

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

test("after an answer of the server the first key takes it away, and there is one message", async ({ page }) => {
  const message = page.locator("#siret-message p");
  await page.goto("/verifier-un-siret?siret=13002526500013");
  await logIn(page);
  await expect(page).toHaveTitle(/^Numéro valide\s: /);
  await page.waitForLoadState("networkidle");
  await expect(main(page)).toContainText("C’est celui de l’établissement");

  // Hydration is over when a key is noticed.
  await field(page).press("End");
  await field(page).press("Backspace");
  await expect(message).toHaveText("Erreur : Il manque des chiffres : un numéro SIRET en comporte 14.");
  await expect(message).toHaveCount(1);
  await expect(field(page)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("est valide")).toBeHidden();
  await expect(page.getByRole("alert"), "nothing was sent").toHaveCount(0);
  await expect(page).toHaveTitle(/^Erreur\s: Vérifier/);

  await page.goto("/verifier-un-siret?siret=1300252650001");
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("alert")).toBeVisible();
  await field(page).press("End");
  await field(page).press("3");
  await expect(message).toHaveText("Le numéro est valide.");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page).toHaveTitle(/^Vérifier/);
});
