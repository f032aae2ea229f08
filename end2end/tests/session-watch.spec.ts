import type { Page } from "@playwright/test";
import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInButton, logOut, logOutButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";
import { comeBack, comeBackUntilAsked, expectNoViolation, expectOver, heading, watch } from "../support/session-watch";

test("a logout in another tab is announced, hides the page, and a login brings it back", async ({ page, context }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await comeBackUntilAsked(page);
  const title = await page.title();
  await expect(logInButton(page)).toBeHidden();

  const other = await context.newPage();
  await other.goto("/");
  await logOut(other);

  await comeBack(page);
  await expectOver(page, /fermée avant son terme.* autre onglet/);
  await expect(main(page)).not.toContainText("saisi");
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
  await expect(page.getByText(angela.email)).toBeHidden();
  await expect(logOutButton(page)).toBeHidden();

  await logIn(other);
  await comeBack(page);
  await expect(page.getByText(angela.email)).toBeVisible();
  await expect(logInButton(page)).toBeHidden();
  await expect(heading(page)).toHaveText("Mon compte");
  await expect(page).toHaveTitle(title);

  await logOut(other);
  await comeBack(page);
  await logIn(page);
  await expect(page).toHaveURL(/\/mon-compte$/);
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
  await expect(watch(page)).toContainText("Un autre compte est ouvert");
  await expect(heading(page)).toHaveText("Un autre compte est ouvert");
  await expect(heading(page)).toBeFocused();
  await expect(main(page)).toContainText("Une autre personne s’est connectée");
  await expect(main(page).getByRole("button")).toBeHidden();
  await expect(page.getByText(angela.email)).toBeHidden();
  await main(page).getByRole("link", { name: "Recharger la page" }).click();
  await expect(heading(page)).toHaveText("Mon compte");
});

/** Also a telephone, and a window at 400 %. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 320, height: 568 },
  { width: 320, height: 256 },
];

/** The band is at the top of the window, wherever the page is scrolled to. Returns its colour. */
async function expectInSight(page: Page) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const place of [0.5, 1]) {
      await page.evaluate((place) => scrollTo({ top: place * document.body.scrollHeight, behavior: "instant" }), place);
      const box = await watch(page).boundingBox();
      expect(box?.y, `at ${place} of the page`).toBe(0);
      expect(box?.height, "of the window").toBeLessThanOrEqual(0.3 * size.height);
      await expect(watch(page).getByRole("button")).toBeInViewport({ ratio: 1 });
    }
  }
  return watch(page).locator(".fr-notice").evaluate((band) => getComputedStyle(band).backgroundColor);
}

/** No element that gets the focus, forwards or backwards, is under the band. */
async function expectFocusInSight(page: Page) {
  // A smooth scroll takes its time.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const [size, key] of sizes.flatMap((size) => [[size, "Tab"] as const, [size, "Shift+Tab"] as const])) {
    await page.setViewportSize(size);
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press(key);
      const covered = await page.evaluate(() => {
        const [band, focused] = [document.querySelector(".app-session-watch"), document.activeElement];
        if (!band || !focused || focused === document.body || band.contains(focused)) return "";
        const [over, under] = [band.getBoundingClientRect(), focused.getBoundingClientRect()];
        const isCovered = under.top < over.bottom - 1 && under.bottom > over.top + 1 && focused.id !== "content";
        return isCovered ? `${focused.outerHTML} at ${under.top}, under ${over.bottom}` : "";
      });
      expect(covered).toBe("");
    }
  }
}

test("a session that is about to end is announced, and goes on if the agent wants", async ({ page, start }) => {
  const port = await freePort();
  const { issuer, stop } = await startCertifiedIssuer(`http://localhost:${port}`, "RS256");
  const { origin } = await start({ port, issuer, store: temporaryStore(), idleMinutes: 7 });
  await page.clock.install();
  await page.goto(`${origin}/connexion?return_to=/accessibilite`);
  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();
  await expect(watch(page).getByRole("button")).toBeHidden();

  // The server's clock does not move meanwhile: according to it, time is left.
  await expect(async () => {
    await Promise.all([page.waitForResponse("**/api/current_user", { timeout: 1000 }), page.clock.runFor("02:10")]);
  }).toPass();
  await expect(watch(page).getByRole("button")).toBeHidden();

  // Without an answer of the server, the page uses its own clock.
  await page.route("**/api/current_user", (route) => route.fulfill({ status: 204 }));
  await page.clock.runFor("03:40");
  await expect(watch(page)).toContainText(/Votre session se termine à\s\d{1,2}\sh\s\d\d\./);
  const shown = (await watch(page).textContent())?.match(/(\d+)\u00a0h\u00a0(\d+)/) ?? [];
  const left = await page.evaluate(([, hours, minutes]) => (new Date().setHours(+hours, +minutes, 59) - Date.now()) / 60_000, shown);
  expect(left, "minutes to the hour that is shown").toBeGreaterThan(2);
  expect(left).toBeLessThan(6);
  await page.unroute("**/api/current_user");
  await expect(page).toHaveTitle(/^\(Session bientôt terminée\) Déclaration/);
  const warning = await expectInSight(page);
  await expectNoViolation(page);
  await expectFocusInSight(page);

  await page.route("**/api/continue_session", async (route) => {
    await expect(watch(page), "while it waits").toHaveAttribute("aria-busy", "true");
    await route.continue();
  });
  await watch(page).getByRole("button", { name: "Prolonger ma session" }).click();
  await expect(watch(page)).toContainText(/Votre session est prolongée jusqu’à\s\d{1,2}\sh\s\d\d\./);
  await expect(page).toHaveTitle(/^Déclaration/);
  const success = await expectInSight(page);
  expect(success, "not the colours of a warning").not.toBe(warning);
  await expect(watch(page).getByRole("button"), "not a primary button").toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
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

const comeBackFromCache = (page: Page) =>
  page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));

test("B-10 a page from the back-forward cache shows nothing before the server has answered", async ({ page }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await comeBackUntilAsked(page);
  // Made before the questions: they may reach the route after the page has shown that it waits.
  const gates = Array.from({ length: 3 }, () => {
    let open = () => {};
    return { opened: new Promise<void>((done) => (open = done)), open };
  });
  let asked = 0;
  await page.route("**/api/current_user", async (route) => {
    await gates[asked++].opened;
    await route.continue();
  });
  const email = page.getByText(angela.email);

  await comeBackFromCache(page);
  await expect(email).toBeHidden();
  await expect(watch(page)).toHaveAttribute("aria-busy", "true");
  gates[0].open();
  await expect(email).toBeVisible();

  // The page was kept while it waited for an answer, which shows nothing: it is of before.
  await comeBack(page);
  await expect(watch(page)).toHaveAttribute("aria-busy", "true");
  await comeBackFromCache(page);
  gates[1].open();
  await expect.poll(() => asked).toBe(3);
  await expect(email).toBeHidden();
  gates[2].open();
  await expect(email).toBeVisible();
});
