// The island of the form that checks a SIRET, in the other engine.
import { expect, test } from "@playwright/test";
import { logIn, logOut, openFirefox, visit } from "../support/firefox";

const open = openFirefox();

test("in Firefox the field is judged when it is left", async ({ baseURL }) => {
  const { page, complaints } = await open();
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  await visit(page, `${baseURL}/verifier-un-siret`);
  await page.locator("input[name=siret]").fill("1");
  await page.keyboard.press("Tab");
  await page.waitForSelector("[aria-invalid=true]");
  await logOut(page);
  expect(complaints).toEqual([]);
});
