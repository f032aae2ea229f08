// The journey in Firefox, through WebDriver BiDi: Playwright's own Firefox is a modified build,
// this one is the agents'.
import { expect, test } from "@playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { firefoxPath } from "../browser.js";
import { angela } from "../support/journey";
import { sitePages } from "../support/pages";

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath });
});
test.afterAll(() => firefox.close());

/** A page in its own session, and the browser's errors there, policy violations included. */
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

/** Opens a page and waits for its module: Firefox reports a module that the next page interrupts as an error. */
async function visit(page: Page, url: string) {
  const answer = await page.goto(url, { waitUntil: ["load", "networkidle0"] });
  expect(answer?.status(), url).toBe(200);
}

const landsOn = (page: Page, path: string) => page.waitForFunction((path) => location.pathname === path, {}, path);

async function logIn(page: Page, baseURL = "") {
  await page.goto(`${baseURL}/mon-compte`);
  await press(page, "ProConnect");
  await page.waitForFunction(() => location.port === "4400");
  await press(page, angela.name);
  await landsOn(page, "/mon-compte");
}

async function logOut(page: Page) {
  await press(page, "Se déconnecter");
  await page.waitForFunction(() => location.pathname === "/" && document.body.innerText.includes("Vous êtes déconnecté"));
}

test("B-03 in Firefox an agent logs in, opens every page and logs out, without a complaint", async ({ baseURL }) => {
  const { publicPages, guardedPages } = await sitePages(baseURL);
  const { page, complaints } = await open();
  for (const path of publicPages) await visit(page, `${baseURL}${path}`);
  await logIn(page, baseURL);
  await page.waitForNetworkIdle();
  expect(await text(page)).toContain(angela.email);

  for (const path of [...publicPages, ...guardedPages]) await visit(page, `${baseURL}${path}`);
  await visit(page, `${baseURL}/verifier-un-siret`);
  await page.locator("input[name=siret]").fill("1");
  await page.keyboard.press("Tab");
  await page.waitForSelector("[aria-invalid=true]");

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
  expect(await kept()).toEqual([]);
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
