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

/** The content of the page, without the header, which also names the agent. */
export const main = (page: Page) => page.getByRole("main");

/** Waits for a page of a mock: the one that most tests share, or a test's own. */
const atTheMock = (page: Page) => page.waitForURL(({ hostname, pathname }) => hostname === "localhost" && pathname.startsWith("/api/v2/"));

/** From a page that shows the button to the mock's page of personas. */
export async function askToLogIn(page: Page) {
  await logInButton(page).click();
  await atTheMock(page);
}

/** The mock's button for Angela. Another persona has the same name, with a mention. */
export const angelaAtTheMock = (page: Page) =>
  page.getByRole("button", { name: `${angela.name} Agente de l’État` });

/** Presses the button of ProConnect's page with which an agent cancels. Returns the page of the refusal, to which the callback redirects. */
export async function refuse(page: Page) {
  const answer = page.waitForResponse((response) => new URL(response.url()).pathname === "/connexion/refus");
  await page.getByRole("link", { name: "Refuser" }).click();
  return answer;
}

export async function logIn(page: Page) {
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await expect(logOutButton(page)).toBeVisible();
}

/** Logs in through a page that requires it, as the persona of that name. */
export async function logInAs(page: Page, name: string) {
  await askToLogIn(page);
  await page.getByRole("button", { name }).first().click();
  await expect(logOutButton(page)).toBeVisible();
}

/** Types the code that the mock's page shows instead of an e-mail. */
export async function giveCode(page: Page) {
  const email = await page.getByTestId("email").textContent();
  await page.getByLabel("Code reçu").fill(/\d{8}/.exec(email ?? "")?.[0] ?? "");
  await page.getByRole("button", { name: "Vérifier" }).click();
}

/** Logs in from the sensitive area, which requires both factors, and returns to it. */
export async function logInWithSecondFactor(page: Page) {
  await askToLogIn(page);
  await angelaAtTheMock(page).click();
  await giveCode(page);
  await expect(page.getByRole("heading", { level: 1, name: "Opérations protégées" })).toBeVisible();
}

/** Logs out here and at the mock, whose page submits itself if there is JavaScript. */
export async function logOut(page: Page, button = "Se déconnecter") {
  await page.getByRole("button", { name: button }).click();
  if (test.info().project.use.javaScriptEnabled === false) {
    await atTheMock(page);
    await page.getByRole("button").click();
  }
  await expect(logInButton(page)).toBeVisible();
}
