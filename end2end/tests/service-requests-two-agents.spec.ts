// « Demandes » by two agents at once, each in a browser of their own.
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, main } from "../support/journey";
import { beginWithoutRequests, colleague, file, giveRole, origin, rows, signedIn, stranger } from "../support/service-requests";
import { heading } from "../support/session-watch";

beginWithoutRequests();

const accept = (page: Page) => page.getByRole("button", { name: "Accepter" });
const refuse = (page: Page) => page.getByRole("button", { name: "Refuser" });
const reason = (page: Page) => page.getByRole("textbox", { name: "Motif" });

test("what one files while a colleague reads is there at the colleague's next look", async ({ browser }) => {
  const reader = await signedIn(browser, angela.name);
  const author = await signedIn(browser, colleague.name);
  await expect(main(reader)).toContainText("Votre organisation n’a pas encore déposé de demande.");
  await file(author, "Un badge");
  await file(author, "Une clé");

  await reader.reload();
  await expect(rows(reader)).toHaveCount(2);
  await expect(rows(reader).first()).toContainText("Une clé");
  await expect(rows(reader).first()).toContainText(colleague.name);
  // A page of the list that was opened before still leads to the request, which has changed since.
  giveRole(colleague, "administrator");
  await author.reload();
  await accept(author).click();
  await expect(main(author)).toContainText("Acceptée par");
  await expect(rows(reader).first(), "the page that is open").toContainText("En attente");
  await rows(reader).first().getByRole("link").click();
  await expect(main(reader)).toContainText(`Acceptée par ${colleague.name}`);
  await expect(accept(reader), "a member decides on nothing").toHaveCount(0);
});

test("of two administrators who decide on the same request, the second is told in words", async ({ browser }) => {
  const first = await signedIn(browser, angela.name);
  const second = await signedIn(browser, colleague.name);
  giveRole(angela, "administrator");
  giveRole(colleague, "administrator");
  await file(first, "Un badge");
  await second.goto(first.url());
  await reason(second).fill("Hors périmètre.");

  await reason(first).fill("Bienvenue.");
  await accept(first).click();
  await expect(main(first)).toContainText("Acceptée par");

  await refuse(second).click();
  await expect(second.getByRole("alert")).toContainText("Votre décision n’a pas été enregistrée");
  await expect(second.getByRole("alert")).toContainText("traitée entre-temps");
  await expect(second.getByRole("alert"), "the reason is not lost").toContainText("Hors périmètre.");
  await expect(second).toHaveTitle(/^Erreur\s: /);
  await expect(main(second)).toContainText(`Acceptée par ${angela.name}`);
  await expect(main(second)).toContainText("Bienvenue.");
  await expect(refuse(second), "a decision is final").toHaveCount(0);
  const { violations } = await new AxeBuilder({ page: second }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await first.reload();
  await expect(main(first)).not.toContainText("Refusée");
  await expect(main(first)).not.toContainText("Hors périmètre.");
});

test("a member of another organisation sees nothing of it, by the list, the search, the file or the address", async ({ browser }) => {
  const author = await signedIn(browser, angela.name);
  await file(author, "Un secret");
  const other = await signedIn(browser, stranger.name);
  giveRole(stranger, "administrator");
  for (const address of ["/demandes", "/demandes?recherche=un", `/demandes?apres=${author.url().split("/").at(-1)}`]) {
    await other.goto(`${origin}${address}`);
    await expect(rows(other)).toHaveCount(0);
  }
  const answer = await other.goto(author.url());
  expect(answer?.status()).toBe(404);
  await expect(heading(other)).toHaveText("Page introuvable");
  await expect(main(other)).not.toContainText("Un secret");

  await file(other, "Le sien");
  await other.goto(`${origin}/demandes`);
  const download = other.waitForEvent("download");
  await other.getByRole("link", { name: /Télécharger/ }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).toContain("Le sien");
  expect(text).not.toContain("Un secret");
  await author.goto(`${origin}/demandes`);
  await expect(rows(author)).toHaveCount(1);
});

test("an administrator whose role is taken away meanwhile decides on nothing", async ({ browser }) => {
  const page = await signedIn(browser, angela.name);
  giveRole(angela, "administrator");
  await file(page, "Un badge");
  await expect(accept(page)).toBeVisible();
  giveRole(angela, "member");
  await accept(page).click();
  await expect(main(page)).toContainText("rôle dans votre organisation");
  await page.goto(`${origin}/demandes`);
  await expect(rows(page)).toContainText("En attente");
});
