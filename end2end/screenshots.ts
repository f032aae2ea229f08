import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { askToLogIn, logIn, logInAs, logInWithSecondFactor, refuse } from "./support/journey";
import { sitePages, themes, widths } from "./support/pages";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The whole page, in both themes and both widths. */
async function take(page: Page, name: string) {
  for (const width of widths) {
    for (const colorScheme of themes) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: path(`screenshots/${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
  }
}

const nameOf = (address: string) => address.slice(1).replaceAll(/[/?=]/g, "-") || "accueil";

test("signed out", async ({ page, baseURL }) => {
  const { publicPages } = await sitePages(baseURL);
  test.setTimeout(120_000);
  for (const address of [...publicPages, "/nulle-part", "/auth/proconnect"]) {
    await page.goto(address);
    await take(page, nameOf(address));
  }
  await page.goto("/");
  await askToLogIn(page);
  await refuse(page);
  await take(page, "refus");
});

test("signed in", async ({ page, baseURL }) => {
  const { guardedPages } = await sitePages(baseURL);
  test.setTimeout(120_000);
  await page.goto("/");
  await logIn(page);
  for (const address of ["/", ...guardedPages]) {
    await page.goto(address);
    await take(page, `connecte-${nameOf(address)}`);
  }
});

test("with a second factor", async ({ page }) => {
  await page.goto("/espace-sensible");
  await logInWithSecondFactor(page);
  await take(page, "espace-sensible");
});

test("a role that is missing", async ({ page }) => {
  await page.goto("/espace-agents-publics");
  await logInAs(page, "Sophie MARTIN");
  await take(page, "role-manquant");
});

test("those of the documents", async ({ page, context }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("/");
  await page.screenshot({ path: path("../docs/screenshot.png") });
  await logIn(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  await page.screenshot({ path: path("../docs/screenshot-signed-in.png") });

  await page.emulateMedia({ colorScheme: "light" });
  await page.clock.install();
  await page.goto("/demandes/nouvelle");
  await page.getByRole("textbox", { name: "Objet" }).fill("Accès à la base des entreprises");
  await context.clearCookies({ name: "local-session" });
  await page.clock.fastForward("31:00");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Votre session est terminée");
  await page.screenshot({ path: path("../docs/screenshot-session-over.png") });

  await page.goto("/espace-agents-publics");
  await context.clearCookies();
  await page.context().request.delete("http://localhost:4400/mock/sessions");
  await page.goto("/espace-agents-publics");
  await logInAs(page, "Sophie MARTIN");
  await page.screenshot({ path: path("../docs/screenshot-refusal.png") });
});
