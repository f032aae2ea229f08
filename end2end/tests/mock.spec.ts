// The pages of the mock. Developers use them, and they must be accessible too.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angelaAtTheMock, askToLogIn, giveCode } from "../support/journey";
import { startMock } from "../support/programs";

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

/** The agents and the faults are in groups: a click on each title unfolds all of them. */
async function unfold(page: Page) {
  for (const summary of await page.locator("summary").all()) {
    if (await summary.evaluate(({ parentElement }) => !parentElement?.hasAttribute("open"))) await summary.click();
  }
}

test("the home page of the mock, with everything unfolded", async ({ page }) => {
  await page.goto("http://localhost:4400/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Un ProConnect simulé");
  await unfold(page);
  await expect(page.getByText("sophie.martin@octo.example.com")).toBeVisible();
  await expect(page.getByRole("button", { name: "Prévoir id-token-alg-none" })).toBeVisible();
  await expectUsable(page);
});

test("a search on the home page finds a fault, a click plans it, and another removes it", async ({ page, baseURL }) => {
  // A mock of its own: a planned fault would disturb the logins of other tests.
  const mock = await startMock(`${baseURL}`);
  await page.goto(new URL("/", mock.issuer).href);
  await page.getByRole("searchbox").fill("une panne inconnue");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByText("Aucune panne ne correspond")).toBeVisible();
  await page.getByRole("searchbox").fill("page d'erreur bloque");
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("radio", { name: "à la prochaine connexion" }).check();
  await page.getByRole("button", { name: "Prévoir login-blocked" }).click();

  const planned = page.getByRole("region", { name: "Pannes prévues" });
  await expect(planned).toContainText("login-blocked");
  await expect(planned).toContainText("à la prochaine connexion");
  await expect(page.getByRole("searchbox")).toHaveValue("page d'erreur bloque");
  await expectUsable(page);
  await page.getByRole("button", { name: "Retirer toutes les pannes" }).click();
  await expect(planned).toContainText("cet émetteur est honnête");
  await mock.stop();
});

test("the login page of the mock, with everything unfolded", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await expect(page.getByRole("button")).toHaveCount(5);
  await page.keyboard.press("Tab");
  await expect(angelaAtTheMock(page)).toBeFocused();
  await unfold(page);
  // The thirty-eight agents, and the search for a fault.
  await expect(page.getByRole("button")).toHaveCount(39);
  await expect(page.getByRole("radio", { name: "id-token-alg-none" })).toBeVisible();
  await expectUsable(page);
});

test("a fault chosen on the login page", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await page.getByText("Simuler une panne ou un mensonge").click();
  await page.getByLabel("Chercher une panne").fill("bloqué");
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("group", { name: "Pour cette connexion seulement" }).getByLabel("login-blocked").check();
  await expect(page.getByText("Une panne est choisie")).toBeVisible();
  await expectUsable(page);
  await page.getByRole("button", { name: "Jean TERRIEN" }).click();
  await expect(page.getByTestId("error-code")).toContainText("Y500024");
  await expectUsable(page);
});

test("a wrong code is followed by the right one", async ({ page }) => {
  await page.goto("/espace-sensible");
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await page.getByLabel("Code reçu").fill("1234");
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page.getByLabel("Code reçu")).toBeFocused();
  await expect(page.getByLabel("Code reçu")).toHaveAccessibleDescription(/ce code n’est pas le bon/);
  await expectUsable(page);
  await giveCode(page);
  await expect(page.getByRole("heading", { level: 1, name: "Opérations protégées" })).toBeVisible();
});
