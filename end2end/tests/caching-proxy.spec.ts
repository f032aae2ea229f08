import type { Browser } from "@playwright/test";
import { startCachingProxy } from "../support/caching-proxy";
import { expect, test } from "../support/fixtures";
import { angela, logIn, logInAs, logInButton, main } from "../support/journey";
import { sitePages } from "../support/pages";

type Proxy = Awaited<ReturnType<typeof startCachingProxy>>;

async function open(browser: Browser, proxy: Proxy, baseURL = "") {
  const context = await browser.newContext({ baseURL, locale: "fr-FR", proxy: proxy.settings });
  return context.newPage();
}

test("B-09 a cache that several agents share shows none of them another's page", async ({ browser, baseURL }) => {
  const { publicPages, guardedPages } = await sitePages(baseURL);
  const proxy = await startCachingProxy();

  const first = await open(browser, proxy, baseURL);
  await first.goto("/");
  await logIn(first);
  for (const path of [...publicPages, ...guardedPages]) await first.goto(path);

  const visitor = await open(browser, proxy, baseURL);
  for (const path of [...publicPages, ...guardedPages]) {
    await visitor.goto(path);
    expect(await visitor.content(), path).not.toContain(angela.usualName);
  }
  await expect(logInButton(visitor)).toBeVisible();

  const second = await open(browser, proxy, baseURL);
  await second.goto("/");
  await logInAs(second, "Sophie MARTIN");
  for (const path of [...publicPages, ...guardedPages]) {
    await second.goto(path);
    expect(await second.content(), path).not.toContain(angela.usualName);
  }
  await second.goto("/mon-compte");
  await expect(main(second)).toContainText("MARTIN");

  expect(proxy.servedFromMemory.some((url) => url.includes("/pkg/")), "it keeps what it may").toBe(true);
  proxy.stop();
});
