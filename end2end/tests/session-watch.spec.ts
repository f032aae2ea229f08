import type { Page } from "@playwright/test";
import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInButton, logOut, logOutButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

const watch = (page: Page) => page.locator(".app-session-watch");

/** Makes the tab visible again. Headless tabs are never hidden by themselves. */
const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

/** Repeats the event until the island asks the server: before its hydration, events are lost. */
async function comeBackUntilAsked(page: Page) {
  await expect(async () => {
    const asked = page.waitForResponse("**/api/current_user", { timeout: 500 });
    await comeBack(page);
    await asked;
  }).toPass();
}

test("a logout in another tab is announced, hides the page, and a login brings it back", async ({ page, context }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await comeBackUntilAsked(page);
  await expect(watch(page).getByRole("link")).toBeHidden();

  const other = await context.newPage();
  await other.goto("/");
  await logOut(other);

  await comeBack(page);
  await expect(watch(page)).toContainText("Votre session est terminée.");
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
  await expect(page.getByText(angela.email)).toBeHidden();
  await expect(logOutButton(page)).toBeHidden();

  await logIn(other);
  await comeBack(page);
  await expect(page.getByText(angela.email)).toBeVisible();
  await expect(watch(page).getByRole("link")).toBeHidden();

  await logOut(other);
  await comeBack(page);
  await watch(page).getByRole("link", { name: "Se connecter de nouveau" }).click();
  await expect(logInButton(page)).toBeVisible();
});

test("another agent's login hides what the page showed", async ({ page, context }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await comeBackUntilAsked(page);

  const other = await context.newPage();
  await other.goto("/");
  await logOut(other);
  await logInButton(other).click();
  await other.getByRole("button", { name: /Octo|Marchand|mairie|commune/i }).first().click();
  await expect(logOutButton(other)).toBeVisible();

  await comeBack(page);
  await expect(watch(page)).toContainText("Une autre personne s’est connectée");
  await expect(page.getByText(angela.email)).toBeHidden();
});

test("a session that is about to end is announced, and goes on if the agent wants", async ({ page, start }) => {
  const port = await freePort();
  const { issuer, stop } = await startCertifiedIssuer(`http://localhost:${port}`, "RS256");
  const { origin } = await start({ port, issuer, store: temporaryStore(), idleMinutes: 7 });
  await page.clock.install();
  await page.goto(origin);
  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();
  await expect(watch(page).getByRole("button")).toBeHidden();

  // The server's clock does not move meanwhile: according to it, time is left.
  await expect(async () => {
    const asked = page.waitForResponse("**/api/current_user", { timeout: 1000 });
    await page.clock.runFor("02:10");
    await asked;
  }).toPass();
  await expect(watch(page).getByRole("button")).toBeHidden();

  // Without an answer of the server, the page uses its own clock.
  await page.route("**/api/current_user", (route) => route.fulfill({ status: 204 }));
  await page.clock.runFor("02:10");
  await expect(watch(page)).toContainText("Votre session se termine dans moins de cinq minutes.");
  await page.unroute("**/api/current_user");

  await page.route("**/api/continue_session", async (route) => {
    await expect(watch(page), "while it waits").toHaveAttribute("aria-busy", "true");
    await route.continue();
  });
  await watch(page).getByRole("button", { name: "Prolonger ma session" }).click();
  await expect(watch(page)).toContainText("Votre session est prolongée.");
  await watch(page).getByRole("button", { name: "Masquer ce message" }).click();
  await expect(watch(page).getByRole("button")).toBeHidden();
  await expect(main(page)).toBeFocused();
  await stop();
});

test("B-10 after a logout the Back button shows nothing private", async ({ page }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await expect(page.getByText(angela.email)).toBeVisible();
  await logOut(page);
  for (let steps = 0; steps < 4; steps += 1) {
    await page.goBack().catch(() => undefined);
    await expect(page.getByText(angela.email)).toBeHidden();
  }
});

test("B-10 a page from the back-forward cache shows nothing before the server has answered", async ({ page }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await comeBackUntilAsked(page);
  let answer = () => {};
  await page.route("**/api/current_user", async (route) => {
    await new Promise<void>((done) => (answer = done));
    await route.continue();
  });
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(page.getByText(angela.email)).toBeHidden();
  await expect(watch(page)).toHaveAttribute("aria-busy", "true");
  answer();
  await expect(page.getByText(angela.email)).toBeVisible();
});
