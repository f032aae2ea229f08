import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, logIn, logInButton, logOut, logOutButton, main } from "../support/journey";

test("B-19 an agent logs in, stays signed in, and logs out", async ({ page, baseURL }) => {
  await page.goto("/");
  await askToLogIn(page);
  await angelaAtTheMock(page).click();

  await expect(main(page)).toContainText(angela.name);
  await expect(main(page)).toContainText(angela.organization);
  expect(page.url(), "no code, no state in the address").toBe(`${baseURL}/`);

  await page.reload();
  await expect(main(page)).toContainText(angela.name);

  await logOut(page);
  expect(page.url()).toBe(`${baseURL}/`);
  await expect(page.getByText(angela.name)).toHaveCount(0);
  await expect(logOutButton(page)).toHaveCount(0);
});

test("logging out ends the session at ProConnect too", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await logOut(page);

  await askToLogIn(page);
  await expect(angelaAtTheMock(page)).toBeVisible();
});

test("after logging out, the account page asks to log in again", async ({ page }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await logOut(page);

  await page.goto("/mon-compte");
  await expect(logInButton(page)).toBeVisible();
  await expect(page.getByText(angela.email)).toHaveCount(0);
});

test("the account page shows the claims of ProConnect", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto("/mon-compte");

  const { givenName, usualName, email, siretAsShown, organization } = angela;
  for (const value of [givenName, usualName, email, siretAsShown, organization, "fia1v2", "eidas1"]) {
    await expect(main(page)).toContainText(value);
  }
});
