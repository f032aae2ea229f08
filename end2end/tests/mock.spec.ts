// The pages of the mock. Developers use them, and they must be accessible too.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn } from "../support/journey";

async function expectUsable(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isWider, "than 320 pixels").toBe(false);
}

test("the home page of the mock", async ({ page }) => {
  await page.goto("http://localhost:4400/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Un ProConnect simulé");
  await expectUsable(page);
});

test("the login page of the mock, with everything unfolded", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await expect(page.getByRole("button")).toHaveCount(5);
  for (const summary of await page.locator("summary").all()) await summary.click();
  await expect(page.getByRole("button")).toHaveCount(30);
  await expectUsable(page);
});

test("a fault chosen on the login page", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await page.getByText("Simuler une panne ou un mensonge").click();
  await page.getByLabel("Pour cette connexion seulement").selectOption("login-blocked");
  await page.getByRole("button", { name: "Jean TERRIEN" }).click();
  await expect(page.getByTestId("error-code")).toContainText("Y500024");
  await expectUsable(page);
});
