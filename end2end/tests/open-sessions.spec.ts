import { expect, test } from "../support/fixtures";
import { logInButton, logOutButton, main } from "../support/journey";
import { beginSignedIn, elsewhere, items, javaScriptEnabled, origin } from "../support/open-sessions";
import { comeBackUntilAsked, expectOver } from "../support/session-watch";

beginSignedIn();

test("F9: an agent finds the sessions from the account, and ends that of another browser", async ({ page, browser }) => {
  const other = await elsewhere(browser);
  await page.goto(`${origin}/mon-compte`);
  await main(page).getByRole("link", { name: "Voir mes connexions" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mes connexions");
  await expect(items(page)).toHaveCount(2);
  await expect(items(page).first()).toContainText("Cette connexion");
  await expect(items(page).first().getByRole("button")).toHaveCount(0);
  await expect(items(page).last()).toContainText("Safari sur iPhone");

  await page.getByRole("button", { name: /^Fermer la connexion : Safari sur iPhone, ouverte le / }).click();
  await expect(page).toHaveTitle(/^Connexion fermée/);
  await expect(page.getByRole("status").filter({ hasText: "La connexion est fermée." })).toBeVisible();
  await expect(items(page)).toHaveCount(1);
  await expect(logOutButton(page)).toBeVisible();

  // The open page of the other browser, where scripts run, and its next page.
  if (javaScriptEnabled()) {
    await comeBackUntilAsked(other);
    await expectOver(other, /fermée avant son terme.* un autre appareil/);
  }
  await other.goto(`${origin}/mon-compte`);
  await expect(logInButton(other)).toBeVisible();
  await expect(main(other)).not.toContainText("sans action");
  await other.context().close();
});

test("F9: all other sessions end at once, and a page that was opened before says so", async ({ page, browser }) => {
  const others = [await elsewhere(browser), await elsewhere(browser, "curl/8.5.0")];
  await page.goto(`${origin}/mes-connexions`);
  await expect(main(page)).toContainText("Un navigateur que nous ne reconnaissons pas");
  const stale = await page.context().newPage();
  await stale.goto(`${origin}/mes-connexions`);

  await page.getByRole("button", { name: "Fermer toutes les autres connexions" }).click();
  await expect(main(page)).toContainText("Vos autres connexions sont fermées.");
  await expect(main(page)).toContainText("Vous n’avez pas d’autre connexion.");
  for (const other of others) {
    await other.goto(origin);
    await expect(logInButton(other)).toBeVisible();
    await other.context().close();
  }
  await stale.getByRole("button", { name: /^Fermer la connexion : Safari/ }).click();
  await expect(main(stale)).toContainText("Cette connexion était déjà fermée.");
});
