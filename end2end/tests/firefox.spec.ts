// The journey in the other engine, driven by WebDriver BiDi: Playwright's own Firefox is a build of
// its own, this is the one that agents have.
import { expect, test } from "@playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { firefoxPath } from "../browser.js";
import { angela } from "../support/journey";
import { guardedPages, publicPages } from "../support/pages";

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath });
});
test.afterAll(() => firefox.close());

/** A page of a session of its own, and what the browser complains of there, policies included. */
async function open(): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await firefox.createBrowserContext()).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${error}`));
  await page.evaluateOnNewDocument(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`refused by ${violatedDirective}: ${blockedURI}`),
    );
  });
  return { page, complaints };
}

const press = async (page: Page, button: string) => {
  const there = page.locator(`::-p-xpath(//button[contains(., "${button}")])`);
  await Promise.all([page.waitForNavigation(), there.click()]);
};
const text = (page: Page) => page.$eval("main", (main) => main.innerText);

test("in Firefox an agent logs in, opens every page and logs out, without a complaint", async ({ baseURL }) => {
  const { page, complaints } = await open();
  for (const path of publicPages) {
    const answer = await page.goto(`${baseURL}${path}`);
    expect(answer?.status(), path).toBe(200);
  }
  await page.goto(`${baseURL}/mon-compte`);
  await press(page, "ProConnect");
  await page.waitForFunction(() => location.port === "4400");
  await press(page, angela.name);
  await page.waitForFunction(() => location.pathname === "/mon-compte");
  expect(await text(page)).toContain(angela.email);

  for (const path of [...publicPages, ...guardedPages]) await page.goto(`${baseURL}${path}`, { waitUntil: "load" });
  await page.goto(`${baseURL}/verifier-un-siret`);
  await page.locator("input[name=siret]").fill("1");
  await page.keyboard.press("Tab");
  await page.waitForSelector("[aria-invalid=true]");

  await press(page, "Se déconnecter");
  await page.waitForFunction(() => location.pathname === "/" && document.body.innerText.includes("Vous êtes déconnecté"));
  await page.goto(`${baseURL}/mon-compte`);
  expect(new URL(page.url()).pathname).toBe("/connexion");
  expect(complaints).toEqual([]);
});

test("in Firefox a cookie that is removed is gone, and Back shows nothing private", async ({ baseURL }) => {
  const { page } = await open();
  await page.goto(`${baseURL}/mon-compte`);
  await press(page, "ProConnect");
  await page.waitForFunction(() => location.port === "4400");
  await press(page, angela.name);
  await page.waitForFunction(() => location.pathname === "/mon-compte");
  await press(page, "Se déconnecter");
  await page.waitForFunction(() => location.pathname === "/" && document.body.innerText.includes("Vous êtes déconnecté"));

  const kept = (await page.browserContext().cookies()).map(({ name }) => name);
  expect(kept.filter((name) => name.startsWith("__Host-"))).toEqual([]);
  await page.goBack();
  expect(await page.evaluate(() => document.body.innerText)).not.toContain(angela.email);
});
