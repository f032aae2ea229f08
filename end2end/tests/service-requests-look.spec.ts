// « Demandes » in the reader's own colours, and on paper.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, main } from "../support/journey";
import { styleOf } from "../support/pages";
import { beginWithoutRequests, fields, fileButton, fileMany, giveRole, origin, rows } from "../support/service-requests";
import { comeBackUntilAsked } from "../support/session-watch";

beginWithoutRequests();

/** The form with a mistake in the number of the establishment. */
async function makeAMistake(page: Page) {
  await page.goto(`${origin}/demandes/nouvelle`);
  await comeBackUntilAsked(page);
  await fields(page).subject.fill("Un objet");
  await fields(page).description.fill("Une phrase.");
  await fields(page).siret.fill("130");
  await fileButton(page).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(1);
}

test("in forced colours a field in error and an alert differ by more than colour", async ({ page }) => {
  await page.goto(origin);
  await logIn(page);
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(`${origin}/demandes/nouvelle`);
  const field = fields(page).siret;
  const width = await styleOf(field, "border-top-width");
  await makeAMistake(page);
  expect(parseFloat(await styleOf(field, "border-top-width"))).toBeGreaterThan(parseFloat(width) + 1);
  const icon = (element: Locator) => styleOf(element, "mask-image", "::before");
  const [alert, message] = [page.locator(".fr-alert--error"), page.locator(".fr-message--error")];
  expect(await icon(alert)).toContain("data:image/svg+xml");
  expect(await icon(message)).toContain("data:image/svg+xml");
  expect(await styleOf(message, "background-color", "::before"), "an icon on the page's colour").not.toBe(
    await styleOf(page.locator("body"), "background-color"),
  );
});

test("on paper the form keeps what was typed, and its message", async ({ page }) => {
  await page.goto(origin);
  await logIn(page);
  await makeAMistake(page);
  await page.emulateMedia({ media: "print" });
  await expect(fields(page).siret).toBeVisible();
  await expect(fields(page).siret).toHaveValue("130");
  await expect(page.locator(".fr-message--error")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("on paper the list keeps its rows, and a request its history", async ({ page }) => {
  await page.goto(`${origin}/demandes`);
  await logIn(page);
  giveRole(angela, "administrator");
  await fileMany(page, ["Un badge"]);
  await page.goto(`${origin}/demandes`);
  await page.emulateMedia({ media: "print" });
  await expect(rows(page)).toContainText("Un badge");
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await rows(page).getByRole("link").click();
  await page.emulateMedia({ media: "print" });
  await expect(main(page)).toContainText(`Déposée par ${angela.name}`);
  await expect(page.getByRole("button")).toHaveCount(0);
});
