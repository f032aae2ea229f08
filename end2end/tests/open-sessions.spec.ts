// « Mes connexions »: two browsers of one agent, each with a context of its own. The server is the test's own, since
// other tests have sessions of the same agent.
import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility";
import { expect, test } from "../support/fixtures";
import { logIn, logInButton, logOutButton, main } from "../support/journey";
import { overflow } from "../support/pages";
import { freePort, startMock, temporaryStore } from "../support/programs";
import { comeBackUntilAsked, expectOver } from "../support/session-watch";

const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";

let origin: string;
let stopMock: () => Promise<void>;

test.beforeEach(async ({ page, start }) => {
  const port = await freePort();
  const mock = await startMock(`http://localhost:${port}`);
  stopMock = mock.stop;
  ({ origin } = await start({ port, issuer: mock.issuer, store: temporaryStore() }));
  await page.goto(origin);
  await logIn(page);
});

test.afterEach(() => stopMock());

const javaScriptEnabled = () => test.info().project.use.javaScriptEnabled ?? true;

/** Another browser of the agent, with an open session. */
async function elsewhere(browser: Browser, userAgent = safari): Promise<Page> {
  const context = await browser.newContext({ userAgent, locale: "fr-FR", javaScriptEnabled: javaScriptEnabled() });
  const page = await context.newPage();
  await page.goto(`${origin}/mon-compte`);
  await logIn(page);
  return page;
}

const items = (page: Page) => main(page).locator(".app-sessions").getByRole("listitem");

test("F9: an agent finds the sessions from the account, and ends that of another browser", async ({ page, browser }) => {
  const other = await elsewhere(browser);
  await page.goto(`${origin}/mon-compte`);
  await main(page).getByRole("link", { name: "Voir mes connexions" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mes connexions");
  await expect(items(page)).toHaveCount(2);
  await expect(items(page).first()).toContainText("Cette connexion");
  await expect(items(page).first().getByRole("button")).toHaveCount(0);
  await expect(items(page).last()).toContainText("Safari sur iPhone");

  await page.getByRole("button", { name: /^Fermer la connexion : Safari sur iPhone, ouverte le / }).click();
  await expect(page).toHaveTitle(/^Connexion fermée/);
  await expect(page.getByRole("status").filter({ hasText: "La connexion est fermée." })).toBeVisible();
  await expect(items(page)).toHaveCount(1);
  await expect(logOutButton(page)).toBeVisible();

  // The open page of the other browser, where scripts run, and its next page.
  if (javaScriptEnabled()) {
    await comeBackUntilAsked(other);
    await expectOver(other, /fermée avant son terme.* un autre appareil/);
  }
  await other.goto(`${origin}/mon-compte`);
  await expect(logInButton(other)).toBeVisible();
  await expect(main(other)).not.toContainText("sans action");
  await other.context().close();
});

test("F9: all other sessions end at once, and a page that was opened before says so", async ({ page, browser }) => {
  const others = [await elsewhere(browser), await elsewhere(browser, "curl/8.5.0")];
  await page.goto(`${origin}/mes-connexions`);
  await expect(main(page)).toContainText("Un navigateur que nous ne reconnaissons pas");
  const stale = await page.context().newPage();
  await stale.goto(`${origin}/mes-connexions`);

  await page.getByRole("button", { name: "Fermer toutes les autres connexions" }).click();
  await expect(main(page)).toContainText("Vos autres connexions sont fermées.");
  await expect(main(page)).toContainText("Vous n’avez pas d’autre connexion.");
  for (const other of others) {
    await other.goto(origin);
    await expect(logInButton(other)).toBeVisible();
    await other.context().close();
  }
  await stale.getByRole("button", { name: /^Fermer la connexion : Safari/ }).click();
  await expect(main(stale)).toContainText("Cette connexion était déjà fermée.");
});

test("F9: the list is accessible, and fits a narrow screen", async ({ page, browser }, testInfo) => {
  test.skip(!javaScriptEnabled(), "axe is a script");
  test.slow();
  const others = [await elsewhere(browser), await elsewhere(browser, "curl/8.5.0")];
  await page.goto(`${origin}/mes-connexions`);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflow(page)).toBe(0);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: testInfo.outputPath(`${colorScheme}-${width}.png`), fullPage: true });
    }
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Fermer la connexion : Safari/ }).click();
  await expect(main(page)).toContainText("La connexion est fermée.");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: testInfo.outputPath("ended.png"), fullPage: true });
  for (const other of others) await other.context().close();
});
