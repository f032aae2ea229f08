// « Demandes », with and without JavaScript: the form, the list, the decision, the file; and the form after another
// agent's login and after the end of the session.
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
import { beginWithoutRequests, fields, file, fileButton, fileMany, giveRole, messageAbout, origin, rows, stranger } from "../support/service-requests";
import { comeBackUntilAsked } from "../support/session-watch";

beginWithoutRequests();

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

async function openTheForm(page: Page) {
  await page.goto(`${origin}/demandes/nouvelle`);
  await logIn(page);
  await expect(heading(page)).toHaveText("Nouvelle demande");
}

/** Sends the form as a browser without scripts does, whatever watches it. */
async function send(page: Page) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/file_service_request"));
  await fields(page).subject.evaluate((input: HTMLInputElement) => HTMLFormElement.prototype.submit.call(input.form));
  return answer;
}

const inAnotherTab = async (context: BrowserContext, what: (page: Page) => Promise<void>) => {
  const page = await context.newPage();
  await page.goto(origin);
  await what(page);
  await page.close();
};

test("a request is filed for one's own establishment, and is in the list", async ({ page }) => {
  await page.goto(origin);
  await logIn(page);
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Demandes" }).click();
  await expect(main(page)).toContainText("Votre organisation n’a pas encore déposé de demande.");
  await page.getByRole("link", { name: "Nouvelle demande" }).click();
  await expect(fields(page).siret).toHaveValue(angela.siretAsShown.replaceAll(" ", "\u00a0"));

  const subject = "Accès <script>alert(1)</script> à l’étage";
  await fields(page).subject.fill(subject);
  await fields(page).description.fill("Une phrase.\n\nUne autre & 100 %.");
  await fileButton(page).click();
  await expect(page).toHaveURL(/\/demandes\/[0-9a-f-]{36}$/);
  await expect(heading(page)).toHaveText(subject);
  await expect(main(page)).toContainText(`Déposée par ${angela.name}`);
  await expect(main(page)).toContainText("Une autre & 100 %.");
  await expect(page.getByRole("button", { name: "Accepter" }), "a member decides on nothing").toHaveCount(0);

  await page.getByRole("link", { name: "Retour aux demandes" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("En attente");
  await rows(page).getByRole("link", { name: subject }).click();
  await expect(heading(page)).toHaveText(subject);
});

test("mistakes are summed up, tied to their fields, and what was typed is kept", async ({ page }) => {
  await openTheForm(page);
  const { subject, siret, description } = fields(page);
  await siret.fill("130 025 265 00014");
  await description.fill("</textarea><b>Une\nphrase</b>");
  await siret.press("Enter");
  await expect(siret).toHaveAttribute("aria-invalid", "true");
  await expect(siret).toHaveAccessibleDescription(/un de ses chiffres est sans doute mal recopié/);
  await expect(subject).toHaveAccessibleDescription(/Saisissez l’objet de la demande/);
  await expect(subject, "the first field with a mistake").toBeFocused();
  await expect(siret, "what was typed is kept").toHaveValue("130 025 265 00014");
  await expect(description).toHaveValue("</textarea><b>Une\nphrase</b>");
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(2);
  await expect(page).toHaveTitle(/^Erreur\s: Nouvelle demande/);
  await page.getByRole("alert").getByRole("link", { name: /mal recopié/ }).click();
  await expect(siret).toBeFocused();

  await siret.fill(angela.siretAsShown);
  await subject.fill("Un objet");
  await fileButton(page).click();
  await expect(heading(page)).toHaveText("Un objet");
  await expect(main(page)).toContainText("</textarea><b>Une");
  await expect(main(page)).toContainText(angela.siretAsShown.replaceAll(" ", "\u00a0"));
});

test("the server refuses mistakes on the page of the form, and leads to the field", async ({ page }) => {
  await openTheForm(page);
  await fields(page).subject.fill("ab");
  expect((await send(page)).status()).toBe(422);
  await expect(page).toHaveTitle(/^Erreur\s: Nouvelle demande/);
  await expect(fields(page).subject).toHaveValue("ab");
  await page.getByRole("alert").getByRole("link", { name: /Décrivez/ }).click();
  await expect(fields(page).description).toBeFocused();
  await fields(page).subject.fill("abc");
  await fields(page).description.fill("Une phrase.");
  await fileButton(page).click();
  await expect(heading(page)).toHaveText("abc");
});

test("a field is judged when it is left, and then at every key", async ({ page, javaScriptEnabled }) => {
  await openTheForm(page);
  const { siret } = fields(page);
  const message = messageAbout(page, "siret");
  if (javaScriptEnabled === false) {
    await expect(message).toHaveText("");
    return;
  }
  await comeBackUntilAsked(page);
  await siret.fill("1300252650001");
  await siret.blur();
  await expect(message).toContainText("Il manque des chiffres");
  await siret.press("End");
  await siret.press("3");
  await expect(message).toHaveText("");
  await expect(siret).not.toHaveAttribute("aria-invalid");
  await siret.press("3");
  await expect(message).toContainText("Il y a trop de chiffres");

  await fields(page).subject.fill("Un objet");
  await fields(page).description.fill("Une phrase.");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await fileButton(page).click();
  await expect(siret).toBeFocused();
  await expect(page.getByRole("alert").getByRole("link"), "summed up as by the server").toHaveText(/Il y a trop de chiffres/);
  await expect(page).toHaveTitle(/^Erreur\s: Nouvelle demande/);
  expect(sent, "nothing was sent").not.toContain("/api/file_service_request");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("the list is read page by page, searched and filtered", async ({ page }) => {
  await page.goto(`${origin}/demandes`);
  await logIn(page);
  await fileMany(page, Array.from({ length: 21 }, (_, index) => `Écran ${`${index + 1}`.padStart(2, "0")}`));
  await page.goto(`${origin}/demandes`);
  await expect(rows(page)).toHaveCount(20);
  await expect(rows(page).first(), "the last one first").toContainText("Écran 21");
  await page.getByRole("link", { name: "Demandes suivantes" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Écran 01");
  await page.getByRole("link", { name: "Retour au début de la liste" }).click();
  await expect(rows(page)).toHaveCount(20);

  const search = page.getByRole("searchbox", { name: "L’objet commence par" });
  await search.fill(" ECRAN 1");
  await search.press("Enter");
  await expect(rows(page)).toHaveCount(10);
  await expect(search).toHaveValue("ECRAN 1");
  await page.getByRole("combobox", { name: "État" }).selectOption("Refusée");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await expect(main(page)).toContainText("Aucune demande ne correspond à ce filtre.");
  await page.getByRole("link", { name: "Afficher toutes les demandes" }).click();
  await expect(rows(page)).toHaveCount(20);
});

test("an administrator refuses with a reason, which the history, the list and the file show", async ({ page }) => {
  await page.goto(`${origin}/demandes`);
  await logIn(page);
  giveRole(angela, "administrator");
  await file(page, "Un objet");
  const reason = page.getByRole("textbox", { name: "Motif" });
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("Indiquez le motif du refus.");
  await expect(reason).toHaveAccessibleDescription(/Indiquez le motif du refus/);
  await expect(reason).toBeFocused();
  await expect(page).toHaveTitle(/^Erreur\s: /);

  await reason.fill("Hors périmètre.");
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(page).toHaveURL(/\/demandes\/[0-9a-f-]{36}$/);
  const steps = main(page).getByRole("listitem");
  await expect(steps.filter({ hasText: "Refusée par" })).toContainText("Motif : Hors périmètre.");
  await expect(page.getByRole("button", { name: "Accepter" }), "a decision is final").toHaveCount(0);

  await page.goto(`${origin}/demandes?etat=refused`);
  await expect(rows(page)).toContainText("Refusée");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /Télécharger/ }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("demandes.csv");
  const text = readFileSync(await saved.path(), "utf8");
  expect(text).toContain('"Un objet";"Refusée";');
});

test("F20: a form opened by one agent and sent after another's login is not the other's act", async ({ page, context }) => {
  await openTheForm(page);
  await fields(page).subject.fill("Un secret");
  await fields(page).description.fill("Une phrase.");
  await inAnotherTab(context, async (other) => {
    await logOut(other);
    await logInAs(other, stranger.name);
  });
  expect((await send(page)).status()).toBe(409);
  await expect(main(page)).toContainText("Vous avez changé de compte");
  await expect(page.getByText("Un secret")).toHaveCount(0);

  await page.goto(`${origin}/demandes/nouvelle`);
  await fields(page).subject.fill("Le sien");
  await fields(page).description.fill("Une phrase.");
  expect((await send(page)).status(), "her own form is hers").toBe(303);
  await expect(heading(page)).toHaveText("Le sien");
  await page.goto(`${origin}/demandes`);
  await expect(rows(page)).toHaveCount(1);
});

test("F20: the form that the island sends is not the act of another agent either", async ({ page, context }) => {
  await openTheForm(page);
  await fields(page).subject.fill("Un secret");
  await fields(page).description.fill("Une phrase.");
  await inAnotherTab(context, async (other) => {
    await logOut(other);
    await logInAs(other, stranger.name);
  });
  await fileButton(page).click();
  await expect(main(page)).toContainText("Vous avez changé de compte");
  await page.goto(`${origin}/demandes`);
  await expect(main(page)).toContainText("Votre organisation n’a pas encore déposé de demande.");
});

test("R24: what was typed when the session ended is shown, to copy, and is in no address", async ({ page, context }) => {
  const typed = "130 025 & 100 % #1 <b>";
  await openTheForm(page);
  await fields(page).subject.fill(typed);
  await fields(page).description.fill("Une\nphrase");
  await context.clearCookies({ name: "local-session" });
  expect((await send(page)).status()).toBe(401);
  await expect(heading(page)).toHaveText("Votre session est terminée");
  await expect(main(page)).toContainText(typed);
  await expect(main(page)).toContainText("Copiez ce que vous aviez saisi");

  // ProConnect still knows the agent, and asks nothing.
  await logInButton(page).click();
  await expect(logOutButton(page)).toBeVisible();
  expect(page.url()).toBe(`${origin}/demandes/nouvelle`);
  await page.goto(`${origin}/demandes`);
  await expect(main(page), "nothing was filed").toContainText("Votre organisation n’a pas encore déposé de demande.");
});

test("R24: after the end of the session, the form that the island sends is shown to copy too", async ({ page, context }) => {
  await openTheForm(page);
  await fields(page).subject.fill("Un objet");
  await fields(page).description.fill("Une phrase.");
  await context.clearCookies({ name: "local-session" });
  await fileButton(page).click();
  await expect(heading(page)).toHaveText("Votre session est terminée");
  await expect(main(page)).toContainText("Un objet");
  await expect(main(page)).toContainText("Une phrase.");
});
