// A page that was opened before the end of the session, and forms that no page of ours sends: each is
// answered by a page that never looks like a success. A form with text is in service-requests.spec.ts.
import { expect, test } from "../support/fixtures";
import { angelaAtTheMock, askToLogIn, logIn, logOut, logOutButton, main } from "../support/journey";

test("F2: a logout after the session ended here still ends ProConnect's, and announces it", async ({ page, context }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  await context.clearCookies({ name: "local-session" });
  await logOut(page);
  await expect(main(page)).toContainText("Votre session est fermée");
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
    // A form of the login redirects to the page of its refusal.
    const shownAt = action.startsWith("/auth/") ? "/connexion/refus" : action;
    const answered = page.waitForResponse((response) => response.url() === `${baseURL}${shownAt}`);
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
