// The account page: the details for support, by a button and without it.
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/journey";
import { styleOf } from "../support/pages";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto("/mon-compte");
});

test("the technical values are folded away", async ({ page }) => {
  const values = page.locator("#text-to-copy");
  await expect(values).toBeHidden();
  await page.getByText("Détails pour l’assistance").click();
  await expect(values).toContainText("acr : eidas1");
});

test("a button copies them, and says so", async ({ page, context, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript there is no button");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByText("Détails pour l’assistance").click();
  await page.getByRole("button", { name: "Copier pour l’assistance" }).click();
  await expect(page.getByText("Les détails sont copiés.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe((await page.locator("#text-to-copy").textContent())?.trim());
});

test("without JavaScript a click selects them all", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "with JavaScript the button does it");
  await page.getByText("Détails pour l’assistance").click();
  await expect(page.getByRole("button", { name: "Copier" })).toHaveCount(0);
  expect(await styleOf(page.locator("#text-to-copy"), "user-select")).toBe("all");
});
