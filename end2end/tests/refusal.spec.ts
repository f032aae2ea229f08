import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, logInButton, logOutButton, main, refuse } from "../support/journey";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("an agent who refuses at ProConnect reads so, and is not signed in", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  const answer = await refuse(page);
  expect(answer.status()).toBe(403);

  await expect(heading(page)).toHaveText("Vous avez interrompu la connexion");
  const refused = await answer.request().redirectedFrom()?.response();
  const reference = refused?.headers()["x-request-id"];
  expect(reference).toMatch(/^\S{8,}$/);
  await expect(main(page)).toContainText(`Référence : ${reference}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(main(page), "what ProConnect wrote for developers").not.toContainText(/abort|denied by/i);

  await page.goto("/");
  await expect(logInButton(page)).toBeVisible();
});

test("a reload shows the same refusal, and no address of the history says anything of it", async ({ page, baseURL }) => {
  await page.goto("/mon-compte?onglet=1");
  await askToLogIn(page);
  await refuse(page);
  const shown = await main(page).innerText();
  expect(shown).toContain("Référence");
  for (const status of [403, 403]) {
    expect((await page.reload())?.status()).toBe(status);
    expect(await main(page).innerText()).toBe(shown);
  }
  expect(page.url()).toBe(`${baseURL}/connexion/refus`);
  const wire = await page.context().newCDPSession(page);
  const { entries } = await wire.send("Page.getNavigationHistory");
  const own = entries.map(({ url }) => url).filter((url) => url.startsWith(`${baseURL}`));
  for (const url of own) expect(url).not.toMatch(/[?&](code|state|iss|error|error_description)=/);

  await page.context().clearCookies();
  await page.reload();
  expect(page.url(), "without the refusal, the login").toBe(`${baseURL}/connexion`);
});

test("an interrupted login is taken up again, and ends on the page that was asked for", async ({ page, baseURL }) => {
  await page.goto("/mon-compte?onglet=1");
  await askToLogIn(page);
  await refuse(page);
  await logInButton(page).click();
  await angelaAtTheMock(page).click();
  await expect(logOutButton(page)).toBeVisible();
  expect(page.url()).toBe(`${baseURL}/mon-compte?onglet=1`);
});

test("an interrupted login goes on with another account", async ({ page, baseURL }) => {
  await page.goto("/mon-compte");
  await askToLogIn(page);
  await refuse(page);
  await page.getByLabel("Adresse électronique professionnelle").fill(angela.email);
  await page.getByRole("button", { name: "Se connecter avec cette adresse" }).click();
  await expect(main(page)).toContainText(angela.email);
  expect(page.url()).toBe(`${baseURL}/mon-compte`);
});

test("a message to the team carries what the page shows", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  await refuse(page);
  const href = await main(page).locator("a[href^='mailto:']").getAttribute("href");
  const message = new URL(`${href}`).searchParams;
  const lines = (message.get("body") ?? "").split("\r\n").filter((line) => /^(Référence|Code|Date)/.test(line));
  expect(lines.length).toBe(3);
  expect(message.get("subject")).toBe(lines[0].replace(/\s:\s/, " "));
  const quoted = page.locator(".app-reference");
  for (const line of lines) await expect(quoted).toContainText(line);

  await quoted.click({ clickCount: 3 });
  const selected = await page.evaluate(() => `${getSelection()}`);
  for (const line of lines) expect(selected.replaceAll(/\s/g, " ")).toContain(line.replaceAll(/\s/g, " "));
});
