// « Demandes » as axe sees it, in both themes and both widths; at 320 pixels nothing is cut off, whatever agents type.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility";
import { expect, test } from "../support/fixtures";
import { angela, logIn, main } from "../support/journey";
import { overflow } from "../support/pages";
import { beginWithoutRequests, fields, file, fileButton, fileMany, giveRole, messageAbout, origin, rows } from "../support/service-requests";

// Each page is analysed four times, and axe is slow.
test.describe.configure({ timeout: 300_000 });

beginWithoutRequests();

/** A subject of the greatest length, in one word. */
const longest = "Antichambre".repeat(10) + "s".repeat(10);

async function expectReadable(page: Page) {
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await overflow(page), `${page.url()} at 320 pixels`).toBe(0);
}

test("the list: empty, full, filtered, without a result", async ({ page }) => {
  await page.goto(`${origin}/demandes`);
  await logIn(page);
  await expectReadable(page);
  await fileMany(page, [...Array.from({ length: 20 }, (_, index) => `Demande ${index}`), longest]);
  await page.goto(`${origin}/demandes`);
  await expect(rows(page).first()).toContainText(longest);
  await expectReadable(page);
  await page.goto(`${origin}/demandes?recherche=demande&etat=pending`);
  await expectReadable(page);
  await page.goto(`${origin}/demandes?recherche=zzz`);
  await expect(main(page)).toContainText("Aucune demande ne correspond");
  await expectReadable(page);
});

test("the form: empty, with mistakes found in the browser, and by the server", async ({ page }) => {
  await page.goto(`${origin}/demandes/nouvelle`);
  await logIn(page);
  await expectReadable(page);
  await fields(page).siret.fill("123");
  await fileButton(page).click();
  await expect(messageAbout(page, "siret")).toContainText("Il manque des chiffres");
  await expectReadable(page);
  await fields(page).siret.evaluate((input: HTMLInputElement) => HTMLFormElement.prototype.submit.call(input.form));
  await expect(page).toHaveURL(/\/api\/file_service_request$/);
  await expectReadable(page);
});

test("a request: pending, with a mistake in the decision, refused", async ({ page }) => {
  await page.goto(`${origin}/demandes`);
  await logIn(page);
  giveRole(angela, "administrator");
  await file(page, longest, longest.repeat(3));
  await expectReadable(page);
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(messageAbout(page, "reason")).toContainText("Indiquez le motif du refus.");
  await expectReadable(page);
  await page.getByRole("textbox", { name: "Motif" }).fill(longest);
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(main(page)).toContainText("Refusée par");
  await expectReadable(page);
});
