// The account page: the details for support, by a button and without it.
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/journey";
import { styleOf } from "../support/pages";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto("/mon-compte");
});

test("the technical values are folded away, and a button copies them and says so", async ({ page, context }) => {
  const values = page.locator("#text-to-copy");
  await expect(values).toBeHidden();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByText("Détails pour l’assistance").click();
  await expect(values).toContainText("acr : eidas1");
  await page.getByRole("button", { name: "Copier pour l’assistance" }).click();
  await expect(page.getByText("Les détails sont copiés.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe((await values.textContent())?.trim());
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the technical values are folded away, and a click selects them all", async ({ page }) => {
    const values = page.locator("#text-to-copy");
    await expect(values).toBeHidden();
    await page.getByText("Détails pour l’assistance").click();
    await expect(values).toContainText("acr : eidas1");
    await expect(page.getByRole("button", { name: "Copier" })).toHaveCount(0);
    expect(await styleOf(values, "user-select")).toBe("all");
  });
});
