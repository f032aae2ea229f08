import { expectAccessible } from "../support/accessibility";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, logInAs, logInWithSecondFactor, main, refuse } from "../support/journey";
import { sitePages } from "../support/pages";

// Each page is analysed four times, and axe is slow.
test.describe.configure({ timeout: 300_000 });

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
  for (const path of [...publicPages, ...guardedPages, "/nulle-part"]) {
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
  await expect(main(page)).toContainText("le rôle que cette page demande");
  await expectAccessible(page);
});
