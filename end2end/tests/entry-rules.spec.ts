// Who may enter at all: a rule of the settings, and the way out that it leaves to an agent whom it refuses.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, askToLogIn, logIn, logOutButton, main } from "../support/journey";
import { freePort, startMock, temporaryStore } from "../support/programs";

const sophie = { name: "Sophie MARTIN", email: "sophie.martin@octo.example.com" };
const page1 = "/mon-compte?onglet=1";
const rule = { ACCESS_EMAIL_DOMAINS: "ministere.gouv.fr" };

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const otherAddress = (page: Page) => page.getByLabel("Une autre adresse électronique professionnelle");
const useIt = (page: Page) => page.getByRole("button", { name: "Se connecter avec cette adresse" });

/** A mock and a port of this test. */
async function place() {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const mock = await startMock(origin);
  return { origin, mock, settings: { port, issuer: mock.issuer, store: temporaryStore() } };
}

/** What the page of a refusal must show: the rule, and the agent as ProConnect describes them. */
async function expectRefusal(page: Page) {
  await expect(heading(page)).toHaveText("Ce compte n’est pas admis ici");
  for (const part of [
    "Réservé aux adresses en @ministere.gouv.fr",
    /Rôles\s*aucun/,
    /Organisation\s*Octo-technology/,
    /SIRET\s*418\s166\s096\s00069/,
    /Adresse électronique\s*sophie\.martin@octo\.example\.com/,
  ]) {
    await expect(main(page)).toContainText(part);
  }
}

test("a refused agent changes the account, and comes back to the page that was asked for", async ({ page, start, context }) => {
  const { origin, mock, settings } = await place();
  await start({ ...settings, others: rule });

  await page.goto(`${origin}${page1}`);
  await expect(main(page), "announced before the login").toContainText("Réservé aux adresses en @ministere.gouv.fr");
  await askToLogIn(page);
  await page.getByRole("button", { name: sophie.name }).first().click();
  await expectRefusal(page);
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("local-session");
  expect((await page.reload())?.status()).toBe(403);
  await expectRefusal(page);

  // The session at ProConnect is still Sophie's: her address leads to the same page, once.
  let logins = 0;
  page.on("request", (request) => void (logins += request.url().includes("/authorize") ? 1 : 0));
  await otherAddress(page).fill(sophie.email);
  await useIt(page).click();
  await page.waitForURL(`${origin}/connexion/refus`);
  await expectRefusal(page);
  expect(logins, "no loop").toBe(1);

  await otherAddress(page).fill(angela.email);
  await useIt(page).click();
  await expect(logOutButton(page)).toBeVisible();
  expect(page.url()).toBe(`${origin}${page1}`);
  await expect(main(page)).toContainText(angela.email);
  await mock.stop();
});

test("a session that is older than a rule reads the rule, and changes the account", async ({ page, start }) => {
  const { origin, mock, settings } = await place();
  const before = await start(settings);
  await page.goto(origin);
  await askToLogIn(page);
  await page.getByRole("button", { name: sophie.name }).first().click();
  await expect(logOutButton(page)).toBeVisible();
  await before.stop();
  await start({ ...settings, others: rule });

  await page.goto(origin);
  await expect(main(page)).toContainText("n’est plus admis dans ce service");
  const offered = page.getByRole("link", { name: /compte|Espace|Vérifier/i });
  await expect(offered).toHaveCount(1);
  await offered.click();
  await expectRefusal(page);
  await page.getByLabel("Adresse électronique professionnelle de l’autre compte").fill(angela.email);
  await page.getByRole("button", { name: "Changer de compte" }).click();
  await expect(main(page)).toContainText(angela.email);
  expect(page.url()).toBe(`${origin}/mon-compte`);
  await mock.stop();
});

test("an agent whom the rule admits enters as without it", async ({ page, start }) => {
  const { origin, mock, settings } = await place();
  await start({ ...settings, others: rule });
  await page.goto(`${origin}/connexion`);
  await logIn(page);
  await mock.stop();
});
