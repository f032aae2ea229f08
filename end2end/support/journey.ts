// The steps of an agent, shared by all tests.
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";

/** The State agent among the mock's personas. */
export const angela = {
  givenName: "Angela Claire Louise",
  usualName: "DUBOIS",
  name: "Angela Claire Louise DUBOIS",
  email: "angela.dubois@ministere.gouv.fr",
  siret: "13002526500013",
  siretAsShown: "130 025 265 00013",
  organization: "Direction interministerielle du numerique (DINUM)",
};

export const logInButton = (page: Page) => page.getByRole("button", { name: "Se connecter via ProConnect" });
export const logOutButton = (page: Page) => page.getByRole("button", { name: "Se déconnecter" });

/** What the page says, without the header, which names the agent too. */
export const main = (page: Page) => page.getByRole("main");

/** At the mock that most tests share, or at one of a test's own. */
const atTheMock = (page: Page) => page.waitForURL(({ hostname, pathname }) => hostname === "localhost" && pathname.startsWith("/api/v2/"));

/** From a page that shows the button to the mock's page of personas. */
export async function askToLogIn(page: Page) {
  await logInButton(page).click();
  await atTheMock(page);
}

/** The mock's button for Angela: another persona bears her name, and says so. */
export const angelaAtTheMock = (page: Page) =>
  page.getByRole("button", { name: `${angela.name} Agente de l’État` });

/** What ProConnect's page offers to an agent who changes their mind; returns the application's answer. */
export async function refuse(page: Page) {
  const answer = page.waitForResponse((response) => response.url().includes("/auth/proconnect/callback"));
  await page.getByRole("link", { name: "Refuser" }).click();
  return answer;
}

export async function logIn(page: Page) {
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await expect(logOutButton(page)).toBeVisible();
}

/** By a page that asks for it, as the persona of that name. */
export async function logInAs(page: Page, name: string) {
  await askToLogIn(page);
  await page.getByRole("button", { name }).first().click();
  await expect(logOutButton(page)).toBeVisible();
}

/** Types the code that the mock's page shows in place of an e-mail. */
export async function giveCode(page: Page) {
  const email = await page.getByTestId("email").textContent();
  await page.getByLabel("Code reçu").fill(/\d{8}/.exec(email ?? "")?.[0] ?? "");
  await page.getByRole("button", { name: "Vérifier" }).click();
}

/** From the sensitive area, which asks a visitor for both factors, and back to it. */
export async function logInWithSecondFactor(page: Page) {
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await giveCode(page);
  await expect(page.getByRole("heading", { level: 1, name: "Espace sensible" })).toBeVisible();
}

/** Out here and at the mock, whose page posts itself where there is JavaScript. */
export async function logOut(page: Page, button = "Se déconnecter") {
  await page.getByRole("button", { name: button }).click();
  if (test.info().project.use.javaScriptEnabled === false) {
    await atTheMock(page);
    await page.getByRole("button").click();
  }
  await expect(logInButton(page)).toBeVisible();
}
