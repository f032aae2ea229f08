import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logInButton, logOutButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

test("a visitor is signed in silently if the issuer knows them, and asked once if it does not", async ({
  page,
  context,
  start,
}) => {
  const port = await freePort();
  const { issuer, stop } = await startCertifiedIssuer(`http://localhost:${port}`, "RS256");
  const { origin } = await start({ port, issuer, store: temporaryStore(), silentLogin: true });

  const visits: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(`${issuer}/authorize`)) visits.push(new URL(request.url()).search);
  });
  const prompts = () => visits.map((query) => new URLSearchParams(query).get("prompt"));

  await page.goto(`${origin}/mon-compte`);
  await expect(logInButton(page), "the login page, no refusal and no loop").toBeVisible();
  expect(page.url()).toBe(`${origin}/connexion?return_to=%2Fmon-compte`);
  expect(prompts()).toEqual(["none"]);
  await page.goto(`${origin}/mon-compte`);
  await expect(logInButton(page)).toBeVisible();
  expect(prompts(), "once in a visit").toEqual(["none"]);

  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();

  // The next visit: what this site kept is gone with the browser's session, the issuer's is not.
  await context.clearCookies({ name: /^local-/ });
  visits.length = 0;
  await page.goto(`${origin}/mon-compte`);
  await expect(main(page)).toContainText(angela.email);
  expect(prompts()).toEqual(["none"]);
  await stop();
});
