// « Membres de l’organisation »: an administrator and a member, each in a browser. The server is the test's own, and
// its first administrator comes by command.
import { spawnSync } from "node:child_process";
import type { Browser, Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOutButton, main } from "../support/journey";
import { javaScriptEnabled } from "../support/open-sessions";
import { overflow } from "../support/pages";
import { freePort, serverBinary, serverEnvironment, startMock, temporaryStore } from "../support/programs";

let origin: string;
let stopMock: () => Promise<void>;

test.beforeEach(async ({ page, start }) => {
  const port = await freePort();
  const mock = await startMock(`http://localhost:${port}`);
  stopMock = mock.stop;
  const settings = { port, issuer: mock.issuer, store: temporaryStore() };
  ({ origin } = await start(settings));
  const invite = ["agents", "invite", "--email", angela.email, "--siret", angela.siret, "--role", "administrator"];
  const { status, stderr } = spawnSync(serverBinary, invite, { env: serverEnvironment(settings), encoding: "utf8" });
  expect(status, stderr).toBe(0);
  await page.goto(origin);
  await logIn(page);
});
test.afterEach(() => stopMock());

/** The browser of a member, with an open session. */
async function member(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ locale: "fr-FR", javaScriptEnabled: javaScriptEnabled() });
  const page = await context.newPage();
  await page.goto(`${origin}/mon-compte`);
  await logInAs(page, name);
  return page;
}

const item = (page: Page, name: string) => main(page).getByRole("listitem").filter({ hasText: name });

/** Moves the focus by Tab alone, and presses Enter. */
async function press(page: Page, button: Locator) {
  await main(page).focus();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await button.evaluate((node) => node === document.activeElement)) break;
  }
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
}

test("an administrator closes an access by keyboard, and the other browser of the member is out", async ({ page, browser }) => {
  const olivier = await member(browser, "Olivier POSTEL");
  await page.goto(`${origin}/organisation/membres`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Membres de l’organisation");
  await expect(item(page, angela.name).getByRole("button")).toHaveCount(0);
  await press(page, page.getByRole("button", { name: "Fermer l’accès : Olivier POSTEL" }));
  await expect(page).toHaveTitle(/^Accès fermé/);
  await expect(page.getByRole("status").filter({ hasText: "L’accès est fermé pour Olivier POSTEL" })).toBeVisible();
  await expect(item(page, "Olivier POSTEL")).toContainText("Accès fermé");
  await olivier.goto(`${origin}/mon-compte`);
  await expect(logInButton(olivier)).toBeVisible();

  await page.getByRole("button", { name: "Rouvrir l’accès : Olivier POSTEL" }).click();
  await expect(main(page)).toContainText("L’accès est ouvert pour Olivier POSTEL.");
  // The session at the mock is still open: it asks for nothing.
  await logInButton(olivier).click();
  await expect(logOutButton(olivier)).toBeVisible();
  await olivier.goto(`${origin}/organisation/membres`);
  await expect(main(olivier)).toContainText("vous n’avez pas le rôle que cette page demande");
  await olivier.context().close();
});

test("an invited person has the role of the invitation at the first login", async ({ page, browser }) => {
  await page.goto(`${origin}/organisation/membres`);
  await page.getByLabel(/Adresse électronique professionnelle/).fill("Olivier.Postel@ministere.example.fr");
  await page.getByRole("radio", { name: "Administration" }).check();
  await page.getByRole("button", { name: "Inviter" }).click();
  await expect(page).toHaveTitle(/^Invitation enregistrée/);
  expect(page.url()).not.toMatch(/postel/i);
  await expect(item(page, "olivier.postel@ministere.example.fr")).toContainText("Rôle : Administration");
  const olivier = await member(browser, "Olivier POSTEL");
  await olivier.goto(`${origin}/organisation/membres`);
  await expect(item(olivier, angela.name)).toContainText("Administration");
  await olivier.context().close();
});

test("the page is accessible, and fits a narrow screen", async ({ page, browser }, testInfo) => {
  test.slow();
  const olivier = await member(browser, "Olivier POSTEL");
  await page.goto(`${origin}/organisation/membres`);
  await page.getByLabel(/Adresse électronique professionnelle/).fill("une.adresse.vraiment.tres.longue@ministere.example.fr");
  await page.getByRole("button", { name: "Inviter" }).click();
  await expect(page).toHaveTitle(/^Invitation enregistrée/);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflow(page)).toBe(0);
  await page.screenshot({ path: testInfo.outputPath("320.png"), fullPage: true });
  if (javaScriptEnabled()) await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: testInfo.outputPath("1280.png"), fullPage: true });
  await olivier.context().close();
});
