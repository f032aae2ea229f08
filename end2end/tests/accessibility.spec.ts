import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, logInAs, logInWithSecondFactor, main, refuse } from "../support/journey";
import { sitePages, themes, unfold, widths } from "../support/pages";

// Four looks at each page, and axe takes its time.
test.describe.configure({ timeout: 300_000 });

/** All of axe's rules: WCAG 2.0 to 2.2, A and AA, and its best practices. */
async function expectAccessible(page: Page) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of themes) {
      // Without motion: half-way from one scheme to the other, colours have any contrast.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await unfold(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const places = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect(places, `${page.url()} ${colorScheme} ${width} px`).toEqual([]);
    }
  }
}

test("every page, signed out", async ({ page, baseURL }) => {
  const { publicPages } = await sitePages(baseURL);
  for (const path of [...publicPages, "/nulle-part", "/auth/proconnect"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test("every page, signed in", async ({ page, baseURL }) => {
  const { publicPages, guardedPages } = await sitePages(baseURL);
  await page.goto("/");
  await logIn(page);
  for (const path of [...publicPages, ...guardedPages, "/verifier-un-siret?siret=123", "/nulle-part"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test("the sensitive area", async ({ page }) => {
  await page.goto("/espace-sensible");
  await logInWithSecondFactor(page);
  await expectAccessible(page);
});

test("the theme chosen on the site", async ({ page }) => {
  for (const theme of ["Clair", "Sombre"]) {
    await page.goto("/contact");
    await page.getByText("Paramètres d’affichage").click();
    await page.getByRole("radio", { name: theme }).check();
    await page.getByRole("button", { name: "Appliquer" }).click();
    await expect(page.getByRole("radio", { name: theme, includeHidden: true })).toBeChecked();
    await expectAccessible(page);
  }
});

test("B-24 the refusals, of ProConnect and of a role", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await refuse(page);
  await expect(main(page)).toContainText("Référence");
  await expectAccessible(page);

  await page.goto("/espace-agents-publics");
  await logInAs(page, "Sophie MARTIN");
  await expect(main(page)).toContainText("réservé aux agents publics");
  await expectAccessible(page);
});
