// At any point of a journey, an agent has a next step.
import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, logIn, logInButton, logOut, logOutButton, main } from "../support/journey";

test("a double click on the button is a login", async ({ page }) => {
  await page.goto("/");
  await logInButton(page).dblclick();
  await page.waitForURL("http://localhost:4400/**");
  await angelaAtTheMock(page).click();
  await expect(main(page)).toContainText(angela.name);
});

test("a second click on the logout, whose answer alone the browser follows, ends both sessions", async ({ page, context, baseURL }) => {
  await page.goto("/");
  await logIn(page);
  const cookie = (await context.cookies(baseURL)).map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { cookie, accept: "text/html", origin: `${baseURL}` };
  const first = await fetch(`${baseURL}/auth/proconnect/logout`, { method: "POST", headers, redirect: "manual" });
  expect(first.headers.get("clear-site-data")).not.toBeNull();

  await logOut(page);
  await expect(page.getByText("ici comme chez ProConnect")).toBeVisible();
  await askToLogIn(page);
  await expect(angelaAtTheMock(page)).toBeVisible();
});

test("Back from ProConnect is the page with the button, which still works", async ({ page, baseURL }) => {
  await page.goto("/connexion");
  await askToLogIn(page);
  await page.goBack();
  expect(page.url()).toBe(`${baseURL}/connexion`);
  await logIn(page);
});

test("Back and a reload after the login show no error", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto("/mon-compte");
  await page.goBack();
  await expect(logOutButton(page)).toBeVisible();
  await page.reload();
  await expect(main(page)).toContainText(angela.name);
});

test("the address of the callback, opened once more, leads home", async ({ page, context, baseURL }) => {
  const callbacks: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes("/auth/proconnect/callback?")) callbacks.push(request.url());
  });
  await page.goto("/");
  await logIn(page);
  await page.goto(callbacks[0]);
  expect(page.url()).toBe(`${baseURL}/`);
  await expect(main(page)).toContainText(angela.name);
});

test("bookmarks of the journey's addresses have a next step, signed out", async ({ page }) => {
  for (const path of [
    "/auth/proconnect",
    "/auth/proconnect/callback",
    "/auth/proconnect/callback?code=a&state=b",
    "/auth/proconnect/logout",
    "/auth/proconnect/logout/callback",
    "/preferences/theme",
    "/mon-compte",
  ]) {
    await page.goto(path);
    const ways = main(page).getByRole("link", { name: "Retour à l’accueil" }).or(logInButton(page));
    await expect(ways.first(), path).toBeVisible();
    await expect(main(page), path).not.toContainText("Votre session est fermée");
  }
});
