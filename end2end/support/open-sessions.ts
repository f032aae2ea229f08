// For the tests of « Mes connexions »: two browsers of one agent, each with a context of its own. The server is the
// test's own, since other tests have sessions of the same agent.
import type { Browser, Page } from "@playwright/test";
import { test } from "./fixtures";
import { logIn, main } from "./journey";
import { freePort, startMock, temporaryStore } from "./programs";

const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";

/** The address of the test's server. */
export let origin: string;
let stopMock: () => Promise<void>;

/** Begins each test of a file with a signed-in agent. */
export function beginSignedIn() {
  test.beforeEach(async ({ page, start }) => {
    const port = await freePort();
    const mock = await startMock(`http://localhost:${port}`);
    stopMock = mock.stop;
    ({ origin } = await start({ port, issuer: mock.issuer, store: temporaryStore() }));
    await page.goto(origin);
    await logIn(page);
  });
  test.afterEach(() => stopMock());
}

export const javaScriptEnabled = () => test.info().project.use.javaScriptEnabled ?? true;

/** Another browser of the agent, with an open session. */
export async function elsewhere(browser: Browser, userAgent = safari): Promise<Page> {
  const context = await browser.newContext({ userAgent, locale: "fr-FR", javaScriptEnabled: javaScriptEnabled() });
  const page = await context.newPage();
  await page.goto(`${origin}/mon-compte`);
  await logIn(page);
  return page;
}

/** The sessions of the list. */
export const items = (page: Page) => main(page).locator(".app-sessions").getByRole("listitem");
