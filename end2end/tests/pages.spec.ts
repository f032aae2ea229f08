import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
import { overflow, sitePages, widths } from "../support/pages";

test("every public page has its title, its language, one heading and no sideways scroll", async ({ page, baseURL }) => {
  const { publicPages } = await sitePages(baseURL);
  const titles = new Set<string>();
  for (const path of publicPages) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    titles.add(await page.title());
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      expect(await overflow(page), `${path} at ${width} px`).toBe(0);
    }
  }
  expect(titles.size, "each title is its page's own").toBe(publicPages.length);
});

test("every page of an agent opens, and fits a small screen", async ({ page, baseURL }) => {
  const { guardedPages } = await sitePages(baseURL);
  await page.goto("/");
  await logIn(page);
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of guardedPages) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    expect(await overflow(page), path).toBe(0);
    await expect(logOutButton(page)).toBeVisible();
  }
});

test("on a small screen the menu opens and leads on", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/contact");
  const entry = page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Accueil" });
  await expect(entry).toBeHidden();
  await page.getByText("Menu", { exact: true }).click();
  await entry.click();
  await page.waitForURL("/");

  await page.setViewportSize({ width: 1280, height: 700 });
  await expect(entry, "a row of links on a wide one").toBeVisible();
});

test("B-19 a theme is chosen by a form, and stays", async ({ page, baseURL }) => {
  const background = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/contact");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark, "the system's choice colours the page").not.toBe(light);

  await page.emulateMedia({ colorScheme: "light" });
  await page.getByText("Paramètres d’affichage").click();
  await page.getByRole("radio", { name: "Sombre" }).check();
  await page.getByRole("button", { name: "Appliquer" }).click();
  await page.waitForURL(`${baseURL}/contact#display`);

  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-fr-theme", "dark");
  expect(await background(), "dark, though the system is light").toBe(dark);
});

test("an agent of the private sector reads why an area is closed, and changes account for good", async ({ page, baseURL }) => {
  await page.goto("/espace-agents-publics?onglet=2");
  await expect(main(page), "the condition, before the login").toContainText("Réservé aux agents publics");
  await logInAs(page, "Sophie MARTIN");
  await expect(main(page)).toContainText("le rôle que cette page demande");
  for (const known of ["Réservé aux agents publics", "aucun", "418 166 096 00069", "Octo-technology"]) {
    await expect(main(page)).toContainText(known);
  }
  await expect(page.getByText("l’accès vous est ouvert")).toHaveCount(0);

  await page.getByLabel("Adresse électronique professionnelle").fill(angela.email);
  await page.getByRole("button", { name: "Changer de compte" }).click();
  await expect(main(page)).toContainText("l’accès vous est ouvert");
  expect(page.url(), "the page that was asked for").toBe(`${baseURL}/espace-agents-publics?onglet=2`);
});

test("the end of a logout is announced once", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await logOut(page);
  await expect(main(page)).toContainText("Votre session est fermée");
  await page.goto("/");
  await expect(logInButton(page)).toBeVisible();
  await expect(main(page)).not.toContainText("Votre session est fermée");
});

test("every cookie of a journey is on the page of cookies", async ({ page, context }) => {
  const seen = new Set<string>();
  context.on("response", async (response) => {
    for (const { name, value } of await response.headersArray()) {
      if (name.toLowerCase() === "set-cookie" && response.url().includes(":3300/")) seen.add(value.split("=")[0]);
    }
  });
  await page.goto("/");
  await logIn(page);
  await logOut(page);
  await page.goto("/cookies");
  const listed = await page.getByRole("rowheader").allTextContents();
  // Over plain http the prefix differs; the page lists the https names.
  for (const name of [...seen].map((name) => name.replace(/^local-/, "__Host-"))) {
    const known = listed.some((entry) => name === entry || (entry.endsWith("…") && name.startsWith(entry.slice(0, -1))));
    expect(known, `${name} among ${listed.join(", ")}`).toBe(true);
  }
  expect(seen.size).toBeGreaterThanOrEqual(4);
});
