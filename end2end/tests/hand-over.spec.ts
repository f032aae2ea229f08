// The page between a form and ProConnect, which is seen for as long as ProConnect takes to answer.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn, logInButton, logOutButton, main } from "../support/journey";
import { styleOf } from "../support/pages";

const background = (page: Page) => styleOf(page.locator("body"), "background-color");

/** Takes the `Refresh` away, so that the page stays. */
const stayHere = (page: Page) =>
  page.route(/\/auth\/proconnect(\/logout)?$/, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const { refresh, ...headers } = response.headers();
    expect(refresh).toMatch(/^0;url=http/);
    await route.fulfill({ response, headers });
  });

test("the page in front of a login and of a logout is the site's own, and names the step", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  const site = await background(page);
  await stayHere(page);
  await logOutButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Déconnexion en cours");
  await expect(main(page)).not.toContainText("Continuer vers ProConnect");
  await expect.poll(() => background(page)).toBe(site);

  await page.goto("/");
  await logInButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Connexion en cours");
  await expect(page.getByRole("link", { name: "Continuer vers ProConnect" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText((await page.title()).split(" — ")[1]);
  await expect.poll(() => background(page)).toBe(site);
});

test("the page in front of a login keeps the theme that was chosen", async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: "local-theme", value: "dark", url: baseURL! }]);
  await page.goto("/");
  const dark = await background(page);
  await stayHere(page);
  await logInButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Connexion en cours");
  await expect.poll(() => background(page)).toBe(dark);
});
