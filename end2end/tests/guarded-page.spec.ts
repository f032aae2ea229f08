import { expect, test } from "../support/fixtures";
import { angela, logIn, logInButton, main } from "../support/journey";

test("a signed-out visitor is sent to log in, and back to the page asked for", async ({ page, baseURL }) => {
  await page.goto("/mon-compte?onglet=1");
  await expect(logInButton(page)).toBeVisible();
  await expect(page.getByText(angela.email)).toHaveCount(0);

  await logIn(page);
  expect(page.url()).toBe(`${baseURL}/mon-compte?onglet=1`);
  await expect(main(page)).toContainText(angela.email);
});

test("a way back that leads off the site is not taken", async ({ page, baseURL }) => {
  await page.goto("/connexion?return_to=https%3A%2F%2Fexample.org%2F");
  await logIn(page);
  expect(new URL(page.url()).origin).toBe(baseURL);
});
