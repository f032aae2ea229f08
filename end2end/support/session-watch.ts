// The island that watches the session, and the part in place of a page whose session is over.
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { main } from "./journey";

/** The status region of the island. */
export const watch = (page: Page) => page.locator(".app-session-watch");

/** Makes the tab visible again. Headless tabs are never hidden by themselves. */
export const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

/** Repeats the event until the island has asked the server and read the answer: before its hydration, events are lost. */
export async function comeBackUntilAsked(page: Page) {
  await expect(async () => {
    await Promise.all([page.waitForRequest("**/api/current_user", { timeout: 1000 }), comeBack(page)]);
  }).toPass();
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
}

/** Holds back the WebAssembly of the next pages. The function that is returned lets it through. */
export async function holdIslands(page: Page) {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let held = 0;
  await page.route("**/*.wasm", async (route) => {
    held += 1;
    await released;
    await route.continue();
  });
  return async () => {
    await expect.poll(() => held, "the islands of a page are held back").toBeGreaterThan(0);
    release();
  };
}

export const heading = (page: Page) => page.getByRole("heading", { level: 1 });

export async function expectNoViolation(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

/** The tab shows that the session is over, and offers the next login. */
export async function expectOver(page: Page, reason: RegExp) {
  await expect(heading(page)).toHaveText("Votre session est terminée");
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(/^Votre session est terminée — /);
  await expect(main(page)).toContainText(reason);
  await expect(page.getByRole("navigation", { name: "Menu principal" }), "it was the agent's").toBeHidden();
  await expect(main(page).getByRole("button", { name: "ProConnect" })).toBeVisible();
  await expect(watch(page)).toContainText("Votre session est terminée.");
  await expectNoViolation(page);
}
