import { expect, test } from "../support/fixtures";
import { logIn } from "../support/journey";

/** The transferred bytes of each response, without headers. */
const most = 40 * 1024;

test("the home page costs a visitor at most 40 KB in all", async ({ page, context }) => {
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Map<string, string>();
  const bytes: Record<string, number> = {};
  wire.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, new URL(response.url).pathname));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes[urls.get(requestId) ?? requestId] = encodedDataLength;
  });
  await page.goto("/", { waitUntil: "networkidle" });
  // Headless Chromium does not load the icon by itself.
  await page.evaluate(() => fetch("/favicon.svg").then((answer) => answer.text()));

  const total = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  console.log(`home page, signed out: ${total} bytes on the wire`, bytes);
  for (const path of ["/", "/favicon.svg"]) expect(bytes[path], path).toBeGreaterThan(0);
  expect(Object.keys(bytes).filter((path) => /\.(js|wasm)$/.test(path))).toEqual([]);
  expect(Object.keys(bytes).some((path) => path.endsWith(".css"))).toBe(true);
  expect(total).toBeLessThanOrEqual(most);
});

test("WebAssembly comes to signed-in agents only", async ({ page }) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".wasm")) modules.push(request.url());
  });
  await page.goto("/", { waitUntil: "networkidle" });
  expect(modules).toEqual([]);
  await logIn(page);
  await expect.poll(() => modules.length).toBe(1);
});
