import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, main, refuse } from "../support/journey";

async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion: half-way from one scheme to the other, colours have any contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const places = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect(places, colorScheme).toEqual([]);
  }
}

for (const path of ["/", "/connexion", "/nulle-part"]) {
  test(`${path}, signed out`, async ({ page }) => {
    await page.goto(path);
    await expectAccessible(page);
  });
}

for (const path of ["/", "/mon-compte", "/espace-sensible"]) {
  test(`${path}, signed in`, async ({ page }) => {
    await page.goto("/");
    await logIn(page);
    await page.goto(path);
    await expectAccessible(page);
  });
}

test("the refusal page", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await refuse(page);
  await expect(main(page)).toContainText("Référence");
  await expectAccessible(page);
});
