// The structure that a screen reader reads, in order. No test repeats the words of the service.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn, main } from "../support/journey";

/** The name of the service, which ends the title of every page. */
const serviceName = async (page: Page) => (await page.title()).split(" — ").slice(1).join(" — ");

test("the frame of a page, signed out", async ({ page }) => {
  await page.goto("/contact");
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - navigation "Accès rapide":
      - list:
        - listitem:
          - link "Contenu"
        - listitem:
          - link "Pied de page"
    - banner:
      - link "${await serviceName(page)}"
      - list:
        - listitem:
          - link "Se connecter"
      - group:
        - navigation "Menu principal":
          - list:
            - listitem:
              - link "Accueil"
            - listitem:
              - link "Contact et aide"
    - main:
      - navigation "Vous êtes ici":
        - list:
          - listitem:
            - link "Accueil"
          - listitem: /Contact et aide/
      - heading "Contact et aide" [level=1]
      - heading "Avant d’écrire" [level=2]
    - contentinfo:
      - list:
        - listitem:
          - link "info.gouv.fr"
        - listitem:
          - link "service-public.gouv.fr"
        - listitem:
          - link "legifrance.gouv.fr"
        - listitem:
          - link "data.gouv.fr"
      - list:
        - listitem:
          - link "Plan du site"
        - listitem:
          - 'link /^Accessibilité.: (non|partiellement|totalement) conforme$/'
        - listitem:
          - link "Mentions légales"
        - listitem:
          - link "Données personnelles"
        - listitem:
          - link "Gestion des cookies"
      - group: /thème du système/
  `);
});

test("the home page of a visitor", async ({ page }) => {
  await page.goto("/");
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading [level=1]
      - region "Se connecter":
        - heading "Se connecter" [level=2]
        - button "Se connecter via ProConnect"
        - paragraph:
          - link "Qu’est-ce que ProConnect ?"
      - heading [level=2]
      - list:
        - listitem:
          - heading [level=3]
  `);
});

test("the home page of an agent", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
    - banner:
      - link "${await serviceName(page)}"
      - list:
        - listitem:
          - 'link /Mon compte.: Angela Claire Louise DUBOIS/'
        - listitem:
          - button "Se déconnecter"
      - group:
        - navigation "Menu principal"
  `);
  await expect(page.locator("header ~ * [role=status]")).toHaveCount(1);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "Bonjour Angela Dubois" [level=1]
      - heading "À votre disposition" [level=2]
      - list:
        - listitem:
          - heading "Mon compte" [level=3]:
            - link "Mon compte"
        - listitem:
          - heading "Espace des agents publics" [level=3]:
            - link "Espace des agents publics"
  `);
});

test("a table has a caption, and headers for its columns and rows", async ({ page }) => {
  await page.goto("/cookies");
  await expect(page.getByRole("table")).toMatchAriaSnapshot(`
    - table "Cookies de ce site":
      - caption: Cookies de ce site
      - rowgroup:
        - row:
          - columnheader "Nom"
          - columnheader "À quoi il sert"
          - columnheader "Durée"
      - rowgroup:
        - row:
          - rowheader "__Host-session"
  `);
});
