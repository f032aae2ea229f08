// The form of a request, as its island judges it at each key and sends it.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { angela, logIn, main } from "../support/journey";
import { fields, fileButton, messageAbout } from "../support/service-requests";
import { comeBackUntilAsked, heading, holdIslands } from "../support/session-watch";

const filing = "**/api/file_service_request";

async function openTheForm(page: Page) {
  await page.goto("/demandes/nouvelle");
  await logIn(page);
  await comeBackUntilAsked(page);
}

test("after an answer of the server the first key takes the mistake away, and there is one message", async ({ page }) => {
  await openTheForm(page);
  const { siret, subject, description } = fields(page);
  const message = messageAbout(page, "siret");
  await subject.fill("Un objet");
  await description.fill("Une phrase.");
  await siret.fill("1300252650001");
  await siret.evaluate((input: HTMLInputElement) => HTMLFormElement.prototype.submit.call(input.form));
  await expect(page).toHaveURL(/\/api\/file_service_request$/);
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("alert").getByRole("link")).toBeVisible();
  await expect(message).toHaveText("Erreur : Il manque des chiffres : un numéro SIRET en comporte 14.");
  await expect(message).toHaveCount(1);

  // Hydration is over when a key is noticed.
  await siret.press("End");
  await siret.press("3");
  await expect(message).toHaveText("");
  await expect(siret).not.toHaveAttribute("aria-invalid");
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(0);
  await expect(page).toHaveTitle(/^Nouvelle demande/);

  await siret.press("Backspace");
  await expect(message).toHaveText("Erreur : Il manque des chiffres : un numéro SIRET en comporte 14.");
  await expect(message).toHaveCount(1);
  await expect(siret).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveTitle(/^Erreur\s: Nouvelle demande/);
});

test("what was typed before the island was alive is judged, and filed", async ({ page }) => {
  const release = await holdIslands(page);
  await page.goto("/demandes/nouvelle");
  await logIn(page);
  await expect(heading(page)).toHaveText("Nouvelle demande");
  await fields(page).subject.fill("Saisi avant");
  await fields(page).description.fill("Une phrase.");
  await release();
  await comeBackUntilAsked(page);
  const sent = page.waitForRequest(filing);
  await fileButton(page).click();
  expect((await sent).resourceType(), "sent by the island").toBe("fetch");
  await expect(heading(page)).toHaveText("Saisi avant");
});

test("a mistake that is corrected before the island is alive is no mistake once it is", async ({ page }) => {
  const release = await holdIslands(page);
  await page.goto("/demandes/nouvelle");
  await logIn(page);
  await fields(page).subject.fill("ab");
  await fields(page).description.fill("Une\nphrase.");
  await fileButton(page).click();
  await expect(page, "in place of the answer").toHaveURL(/\/api\//);
  await expect(messageAbout(page, "subject")).toContainText("Erreur");
  await fields(page).subject.fill("abc");
  await release();
  await expect(messageAbout(page, "subject")).toHaveText("");
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(0);
  await expect(page).toHaveTitle(/^Nouvelle demande/);
});

test("a request that the island sends is filed once, however often the button is pressed", async ({ page }) => {
  await openTheForm(page);
  await fields(page).subject.fill("Une seule fois");
  await fields(page).description.fill("Une phrase.");
  let sent = 0;
  await page.route(filing, async (route) => {
    sent += 1;
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });
  await fileButton(page).dblclick();
  await expect(heading(page)).toHaveText("Une seule fois");
  expect(sent).toBe(1);
});

test.describe("a server that fails", () => {
  test.use({ failingCalls: ["/api/file_service_request"] });

  test("leaves the text, which can be sent again", async ({ page }) => {
    await openTheForm(page);
    await fields(page).subject.fill("À la deuxième fois");
    await fields(page).description.fill("Une phrase.");
    await page.route(filing, (route) => route.fulfill({ status: 503, headers: { serverfnerror: "file" }, body: "the server function failed\n" }));
    await fileButton(page).click();
    await expect(page.getByRole("alert").filter({ hasText: "Une erreur est survenue." })).toBeVisible();
    await expect(fields(page).subject).toHaveValue("À la deuxième fois");
    await page.unroute(filing);
    await fileButton(page).click();
    await expect(heading(page)).toHaveText("À la deuxième fois");
    await expect(main(page)).toContainText(`Déposée par ${angela.name}`);
  });
});
