// The journey in Firefox, the other engine of the agents.
import { expect, test } from "@playwright/test";
import { logIn, logOut, openFirefox, text, visit } from "../support/firefox";
import { angela } from "../support/journey";
import { sitePages } from "../support/pages";

const open = openFirefox();

test("B-03 in Firefox an agent logs in, opens every page and logs out, without a complaint", async ({ baseURL }) => {
  const { publicPages, guardedPages } = await sitePages(baseURL);
  const { page, complaints } = await open();
  for (const path of publicPages) await visit(page, `${baseURL}${path}`);
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  expect(await text(page)).toContain(angela.email);

  for (const path of [...publicPages, ...guardedPages]) await visit(page, `${baseURL}${path}`);
  await logOut(page);
  await page.goto(`${baseURL}/mon-compte`);
  expect(new URL(page.url()).pathname).toBe("/connexion");
  expect(complaints).toEqual([]);
});

test("B-05 in Firefox a cookie that is removed is gone", async ({ baseURL }) => {
  const { page } = await open();
  const kept = async () => {
    const cookies = await page.browserContext().cookies();
    return cookies.map(({ name }) => name).filter((name) => name.startsWith("local-"));
  };
  await logIn(page, baseURL);
  expect(await kept()).toEqual(["local-session"]);
  await logOut(page);
  // On a busy machine the cookie was still listed when the page was there.
  await expect.poll(kept).toEqual([]);
});

test("B-10 in Firefox, Back shows nothing private after a logout in another tab", async ({ baseURL }) => {
  const { page } = await open();
  await logIn(page, baseURL);
  await page.goto(`${baseURL}/contact`);
  const other = await page.browserContext().newPage();
  await other.goto(`${baseURL}/`);
  await logOut(other);

  await page.bringToFront();
  await page.goBack();
  expect(await page.evaluate(() => document.body.innerText)).not.toContain(angela.email);
  expect(new URL(page.url()).pathname).toBe("/connexion");
});
