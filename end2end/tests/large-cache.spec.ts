// A logout in a browser with many cached files, which must not be cleared before the redirect.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { args, executablePath } from "../browser.js";
import { expect, test } from "../support/fixtures";
import { logIn, logInButton, logOutButton } from "../support/journey";

/** The size of each file, which browsers may cache for ever, and the number of files. */
const SIZE = 500_000;
const FILES = 600;

/** Another site, with large files. */
async function startLargeSite() {
  const file = Buffer.alloc(SIZE, "x");
  const headers = { "cache-control": "public, max-age=31536000, immutable", "access-control-allow-origin": "*" };
  const server = createServer((request, response) => {
    response.writeHead(200, { ...headers, "content-type": request.url === "/" ? "text/html" : "text/plain" });
    response.end(request.url === "/" ? "<title>large</title><link rel=icon href=data:,>" : file);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return { url: `http://localhost:${port}/`, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

test("R17: a logout with a large cache goes on to ProConnect within 1.5 seconds", async ({ baseURL }) => {
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  const site = await startLargeSite();
  // Only a persistent profile has a cache on disk.
  const context = await chromium.launchPersistentContext(folder, { executablePath, args, baseURL, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(site.url);
  const kept = await page.evaluate(async (files) => {
    for (let file = 0; file < files; file += 20) {
      await Promise.all(Array.from({ length: 20 }, async (_, index) => (await fetch(`/${file + index}`)).arrayBuffer()));
    }
    return (await fetch("/0", { cache: "only-if-cached", mode: "same-origin" })).status;
  }, FILES);
  expect(kept, "the browser keeps them").toBe(200);

  await page.goto("/");
  await logIn(page);
  const answer = page.waitForResponse((response) => response.url() === `${baseURL}/auth/proconnect/logout`);
  const leaves = page.waitForRequest((request) => request.url().includes("/api/v2/session/end"));
  const begun = Date.now();
  await logOutButton(page).click();
  await leaves;
  const took = Date.now() - begun;
  console.log(`a logout with ${(FILES * SIZE) / 1e6} MB in cache: ${took} ms to ProConnect`);
  expect(await (await answer).headerValue("clear-site-data")).toBe('"storage"');
  expect(took).toBeLessThan(1500);
  await expect(logInButton(page)).toBeVisible();
  await context.close();
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
});
