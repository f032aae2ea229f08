import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
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

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

async function expectNoViolation(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

/** The tab shows that the session is over, and offers the next login. */
async function expectOver(page: Page, reason: RegExp) {
  await expect(heading(page)).toHaveText("Votre session est terminée");
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(/^Votre session est terminée — /);
  await expect(main(page)).toContainText(reason);
  await expect(main(page).getByRole("button", { name: "ProConnect" })).toBeVisible();
  await expect(watch(page)).toContainText("Votre session est terminée.");
  await expectNoViolation(page);
}

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

/** The form with a text that is not sent yet, in a page that is hydrated. */
async function type(page: Page, typed: string) {
  await page.clock.install();
  await page.goto("/verifier-un-siret");
  await logIn(page);
  await comeBackUntilAsked(page);
  await field(page).fill(typed);
}

/** Half an hour without a request. The session is then over on the server too. */
async function letTheSessionEnd(page: Page, context: BrowserContext) {
  await context.clearCookies({ name: "local-session" });
  await page.clock.fastForward("31:00");
}

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
    const asked = page.waitForResponse("**/api/current_user", { timeout: 1000 });
    await page.clock.runFor("02:10");
    await asked;
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

test("typed text survives the end of the session and a login on the same page", async ({ page, context }) => {
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
  await expect(field(page)).toBeHidden();

  // ProConnect still knows the agent, and asks nothing.
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(field(page)).toHaveValue("130 025 26");
  await expect(watch(page)).toContainText("Ce que vous aviez saisi a été remis.");
  expect(await page.evaluate(() => sessionStorage.length), "it is kept for one login").toBe(0);
  await page.reload();
  await expect(field(page)).toHaveValue("");
});

test("a login leads back to the address of the page, and a text comes back over the one that was sent", async ({ page, context }) => {
  await type(page, "");
  await page.goto("/verifier-un-siret?siret=123");
  await comeBackUntilAsked(page);
  await field(page).fill("1234");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/\/verifier-un-siret\?siret=123$/);
  await expect(field(page)).toHaveValue("1234");
  await expect(page.getByRole("alert"), "the island has noticed the text").toHaveCount(0);
});

test("typed text does not come back to another agent", async ({ page, context }) => {
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await context.clearCookies();
  await logInAs(page, "Sophie MARTIN");
  await expect(field(page)).toHaveValue("");
  await comeBackUntilAsked(page);
  await expect(field(page)).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length), "the text is dropped").toBe(0);
});

test("a browser that keeps nothing promises nothing", async ({ page, context }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "sessionStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    }),
  );
  await type(page, "130 025 26");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("vous reviendrez à cette page.");
  await expect(page.locator(".app-session-over")).not.toContainText("saisi");
});

test("a form that is sent after the end waits, and its text is kept", async ({ page, context }) => {
  await type(page, angela.siret);
  await context.clearCookies({ name: "local-session" });
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expectOver(page, /30\sminutes sans action/);
  await expect(main(page)).toContainText("avec ce que vous y aviez saisi");
});

test("a form that waited until the end of the session is not sent when the page comes back", async ({ page, context }) => {
  await type(page, angela.siret);
  await context.clearCookies({ name: "local-session" });
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expectOver(page, /30\sminutes sans action/);
  const other = await context.newPage();
  await other.goto("/");
  await logInButton(other).click();
  await expect(logOutButton(other)).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await comeBack(page);
  await expect(field(page)).toHaveValue(angela.siret);
  await expect(watch(page)).toHaveAttribute("aria-busy", "false");
  await page.clock.runFor(1000);
  expect(sent).toEqual(["/api/current_user"]);
});

test("after a logout in another tab, no typed text is stored", async ({ page, context }) => {
  await type(page, "130 025 26");
  const other = await context.newPage();
  await other.goto("/");
  await logOut(other);
  await comeBack(page);
  await expectOver(page, /fermée avant son terme/);
  await expect(main(page)).toContainText("vous reviendrez à cette page.");
  await expect(page.locator(".app-session-over")).not.toContainText("saisi");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("typed text does not come to the same page with another query", async ({ page, context }) => {
  await type(page, "");
  await page.goto("/verifier-un-siret?siret=123");
  await comeBackUntilAsked(page);
  await field(page).fill("1234");
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await page.goto("/verifier-un-siret?siret=567");
  await logInButton(page).click();
  await expect(page).toHaveURL(/siret=567$/);
  await comeBackUntilAsked(page);
  await expect(field(page)).toHaveValue("567");
});

test("in place of the answer to a form, the next login leads to a page", async ({ page, context }) => {
  await type(page, "");
  // The form of another agent is refused in place.
  await page.locator("main input[name=agent]").evaluate((field) => field.setAttribute("value", "another"));
  await field(page).fill(angela.siret);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page).toHaveURL(/\/api\//);
  await comeBackUntilAsked(page);
  await letTheSessionEnd(page, context);
  await expectOver(page, /30\sminutes sans action/);
  await main(page).getByRole("button", { name: "ProConnect" }).click();
  await expect(page).toHaveURL(/:\d+\/$/);
  await expect(logOutButton(page)).toBeVisible();
});

test("a form that is sent after the end that its page knows is sent if the session is open", async ({ page }) => {
  await type(page, angela.siret);
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(main(page)).toContainText(`Le numéro ${angela.siretAsShown} est valide`);
});
