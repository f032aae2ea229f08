// A page that was opened before a change: another agent's login, or the end of the session. A form
// sent from it is not executed for the other agent, loses no text, and never looks like a success.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angelaAtTheMock, askToLogIn, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";

const field = (page: Page) => page.getByRole("textbox", { name: "Numéro SIRET" });

/** Sends the form as a browser without scripts does, without the page's listeners. */
async function send(page: Page, typed: string) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/check_siret"));
  await field(page).evaluate((input: HTMLInputElement, typed) => {
    input.value = typed;
    HTMLFormElement.prototype.submit.call(input.form);
  }, typed);
  return answer;
}

async function openTheForm(page: Page) {
  await page.goto("/verifier-un-siret");
  await logIn(page);
  await expect(field(page)).toBeVisible();
}

const inAnotherTab = async (context: BrowserContext, what: (page: Page) => Promise<void>) => {
  const page = await context.newPage();
  await page.goto("/");
  await what(page);
  await page.close();
};

test("F20: a form opened by one agent and sent after another's login is refused", async ({ page, context }) => {
  await openTheForm(page);
  await inAnotherTab(context, async (other) => {
    await logOut(other);
    await logInAs(other, "Sophie MARTIN");
  });
  const answer = await send(page, "130 025 265 00013");
  expect(answer.status()).toBe(409);
  await expect(main(page)).toContainText("Vous avez changé de compte");
  await expect(page.getByText("130 025 265 00013")).toHaveCount(0);

  await page.goto("/verifier-un-siret");
  expect((await send(page, "123")).status(), "her own form is hers").toBe(303);
  // Chromium may hang if it is closed during a navigation.
  await page.waitForURL("**/verifier-un-siret?siret=*");
});

test("R24: typed text survives the end of the session", async ({ page, context, baseURL }) => {
  const typed = "130 025 & 100 % #1";
  await openTheForm(page);
  await context.clearCookies({ name: "local-session" });
  const answer = await send(page, typed);
  expect(answer.status()).toBe(401);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Votre session est terminée");
  await expect(main(page)).toContainText(typed);

  // ProConnect still has a session of the agent, and asks nothing.
  await logInButton(page).click();
  await expect(logOutButton(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/verifier-un-siret");
  expect(new URL(page.url()).origin).toBe(baseURL);
  await expect(field(page)).toHaveValue(typed);
});

test("F2: a logout after the session ended here still ends ProConnect's, and announces it", async ({ page, context }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await context.clearCookies({ name: "local-session" });
  await logOut(page);
  await expect(main(page)).toContainText("Vous êtes déconnecté");
  await askToLogIn(page);
  await expect(angelaAtTheMock(page), "ProConnect asks who comes").toBeVisible();
});

/** Forms that no page of ours sends, by their fields. */
const illFormed: [string, string, [string, string][]][] = [
  ["a field of another shape", "/auth/proconnect", [["return_to[a]", "x"]]],
  ["a field that comes twice", "/auth/proconnect", [["level", ""], ["level", "mfa"]]],
  ["a theme of another shape", "/preferences/theme", [["theme[a]", "dark"]]],
  ["two themes", "/preferences/theme", [["theme", "dark"], ["theme", "light"]]],
];

for (const [what, action, fields] of illFormed) {
  test(`C2: a form with ${what} shows a page about it`, async ({ page, baseURL }) => {
    await page.goto("/contact");
    const answered = page.waitForResponse((response) => response.url() === `${baseURL}${action}`);
    await page.evaluate(
      ({ action, fields }) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action });
        for (const [name, value] of fields) {
          form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        }
        document.body.append(form);
        form.submit();
      },
      { action, fields },
    );
    const answer = await answered;
    expect(answer.status()).toBe(400);
    expect((await answer.headersArray()).filter(({ name }) => name.toLowerCase() === "content-type")).toHaveLength(1);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expect(main(page)).not.toContainText(/deserial|missing field|invalid type|\|/i);
    await expect(main(page).getByRole("link").first()).toBeVisible();
  });
}

test("C4: every page drawn for a signed-in agent shows the logout button", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  for (const path of ["/nulle-part", "/auth/proconnect/callback", "/auth/proconnect/callback?state=a", "/auth/proconnect", "/mon-compte/"]) {
    await page.goto(path);
    await expect(logOutButton(page), path).toBeVisible();
  }
});
