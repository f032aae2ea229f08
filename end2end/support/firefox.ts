// Firefox, driven by WebDriver BiDi. Playwright's own Firefox is a modified build; this one is the agents'.
import { expect, test } from "@playwright/test";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { firefoxPath } from "../browser.js";
import { angela } from "./journey";

/** Starts Firefox for the tests of a file, which open each its own page. */
export function openFirefox() {
  let firefox: Browser;
  test.beforeAll(async () => {
    firefox = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath });
  });
  test.afterAll(() => firefox.close());
  return () => openPage(firefox);
}

/** A page of a session of its own, and what the browser complains of there, policies included. */
async function openPage(firefox: Browser): Promise<{ page: Page; complaints: string[] }> {
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
export const text = (page: Page) => page.$eval("main", (main) => main.innerText);

/** Opens a page and waits for its module: Firefox reports a module that the next page interrupts as an error. */
export async function visit(page: Page, url: string) {
  const answer = await page.goto(url, { waitUntil: ["load", "networkidle0"] });
  expect(answer?.status(), url).toBe(200);
}

/** Waits for something to be true of a page, over navigations, at any of which `waitForFunction` may give up. */
export const becomes = (page: Page, isTrue: (argument: string) => boolean, argument = "") =>
  expect.poll(() => page.evaluate(isTrue, argument).catch(() => false), { timeout: 15_000 }).toBe(true);

const landsOn = (page: Page, path: string) => becomes(page, (path) => location.pathname === path, path);

export async function logIn(page: Page, baseURL = "") {
  await page.goto(`${baseURL}/mon-compte`);
  await press(page, "ProConnect");
  await becomes(page, () => location.port === "4400");
  await press(page, angela.name);
  await landsOn(page, "/mon-compte");
}

export async function logOut(page: Page) {
  await press(page, "Se déconnecter");
  await becomes(page, () => location.pathname === "/" && document.body.innerText.includes("Votre session est fermée"));
}
