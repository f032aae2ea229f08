import type { Page } from "@playwright/test";
import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logInButton, logOutButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

async function logIn(page: Page) {
  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();
}

async function logOut(page: Page) {
  await logOutButton(page).click();
  // First the application's button, then the issuer's, which has the same name.
  await page.waitForURL("**/session/end?**");
  await logOutButton(page).click();
  await expect(logInButton(page)).toBeVisible();
}

for (const signatures of ["RS256", "ES256"] as const) {
  test(`a certified issuer that signs with ${signatures}: log in, log out, and again with two requests`, async ({ page, start }) => {
    const port = await freePort();
    const { issuer, backChannel, stop } = await startCertifiedIssuer(`http://localhost:${port}`, signatures);
    const { origin } = await start({ port, issuer, store: temporaryStore(), signatures });

    await page.goto(origin);
    await logIn(page);
    await expect(main(page)).toContainText(angela.name);
    await logOut(page);
    expect(page.url()).toBe(`${origin}/`);

    backChannel.length = 0;
    await logIn(page);
    await page.goto(`${origin}/mon-compte`);
    await expect(main(page)).toContainText(angela.siretAsShown);
    expect(backChannel).toEqual(["POST /token", "GET /userinfo"]);
    await stop();
  });
}
