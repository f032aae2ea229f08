import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, giveCode, logIn, logOutButton, main, refuse } from "../support/journey";

const sensitive = "/espace-sensible?dossier=1";

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const confirm = (page: Page) => page.getByRole("button", { name: "Confirmer avec ProConnect" });

test("a signed-in agent confirms who they are, and comes back to the page", async ({ page, baseURL, context }) => {
  await page.goto("/");
  await logIn(page);
  const before = (await context.cookies()).find(({ name }) => name === "local-session");

  await page.goto(sensitive);
  await expect(heading(page, "Confirmez votre identité pour continuer")).toBeVisible();
  await confirm(page).click();
  await page.waitForURL("http://localhost:4400/**/verify-email");
  await giveCode(page);

  await expect(heading(page, "Opérations protégées")).toBeVisible();
  expect(page.url()).toBe(`${baseURL}${sensitive}`);
  const after = (await context.cookies()).find(({ name }) => name === "local-session");
  expect(after?.value, "a new session").not.toBe(before?.value);
});

test("a visitor logs in with both factors at once", async ({ page, baseURL }) => {
  await page.goto(sensitive);
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await giveCode(page);

  await expect(heading(page, "Opérations protégées")).toBeVisible();
  expect(page.url()).toBe(`${baseURL}${sensitive}`);
});

test("an agent who gives up keeps their session, and reads the next step", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto(sensitive);
  // Another account than the session's: ProConnect shows the accounts.
  await page.getByLabel("Adresse électronique professionnelle").fill("personne@inconnu.example.fr");
  await page.getByRole("button", { name: "Changer de compte" }).click();
  await page.waitForURL("http://localhost:4400/**");
  expect((await refuse(page)).status()).toBe(403);
  await expect(main(page)).toContainText("Que faire");

  await page.goto("/mon-compte");
  await expect(main(page)).toContainText(angela.email);
  await expect(logOutButton(page)).toBeVisible();
  await page.goto(sensitive);
  await expect(confirm(page)).toBeVisible();
});

test("another account with a second factor takes the session over", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto(sensitive);
  await page.getByLabel("Adresse électronique professionnelle").fill("karim.benali@interieur.example.fr");
  await page.getByRole("button", { name: "Changer de compte" }).click();

  await expect(heading(page, "Opérations protégées")).toBeVisible();
  await expect(main(page)).toContainText("BENALI");
  await expect(page.getByText(angela.name)).toHaveCount(0);
});
