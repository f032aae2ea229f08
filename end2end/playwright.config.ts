import { defineConfig } from "@playwright/test";
import { args, executablePath, firefoxPath, nginxPath } from "./browser.js";
import { mock, mockCommand, serverCommand, serverEnvironment, temporaryStore } from "./support/programs";

// Cookies are bound to a host name: every address in these tests is on `localhost`.
const baseURL = "http://localhost:3300";

/** The specs that prove the library and the mock. With `LIBRARY=1` they run, without it all the others do. */
const librarySpecs = [
  "caching-proxy.spec.ts",
  "cross-site.spec.ts",
  "interop.spec.ts",
  "large-cache.spec.ts",
  "mock.spec.ts",
  "proxies.spec.ts",
  "two-hosts.spec.ts",
  "way-back.spec.ts",
];
const isLibrary = process.env.LIBRARY === "1";

const withoutScripts = [
  "log-in.spec.ts",
  "guarded-page.spec.ts",
  "refusal.spec.ts",
  "entry-rules.spec.ts",
  "hostile-names.spec.ts",
  "step-up.spec.ts",
  "service-requests.spec.ts",
  "pages.spec.ts",
  "dead-ends.spec.ts",
  "way-back.spec.ts",
  "stale-pages.spec.ts",
  "open-sessions.spec.ts",
  "members.spec.ts",
];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  // A machine of two cores may be busy with something else.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Files run two at a time. Each test has a browser context of its own, and chooses its faults on its own login.
  workers: 2,
  reporter: "list",
  // Without a trace of each step, which takes a quarter of the time: `npx playwright test --trace on` records one.
  use: { baseURL, locale: "fr-FR", launchOptions: { executablePath, args } },
  projects: [
    isLibrary
      ? { name: "javascript", testMatch: librarySpecs.filter((spec) => nginxPath || spec !== "proxies.spec.ts") }
      : { name: "javascript", testIgnore: ["logs.spec.ts", "*firefox.spec.ts", ...librarySpecs] },
    // An agent's actions must not depend on JavaScript: these tests run a second time without it.
    {
      name: "no-javascript",
      testMatch: withoutScripts.filter((spec) => librarySpecs.includes(spec) === isLibrary),
      use: { javaScriptEnabled: false },
    },
    ...(firefoxPath && !isLibrary ? [{ name: "firefox", testMatch: "*firefox.spec.ts" }] : []),
    // Last: it reads the logs of all the other tests.
    { name: "logs", testMatch: "logs.spec.ts", dependencies: ["javascript", "no-javascript"] },
  ],
  webServer: [
    {
      name: "mock-proconnect",
      command: mockCommand(baseURL),
      url: `${mock.issuer}/.well-known/openid-configuration`,
    },
    {
      name: "server",
      command: serverCommand,
      env: serverEnvironment({ port: 3300, issuer: mock.issuer, store: temporaryStore() }),
      url: `${baseURL}/readyz`,
    },
  ],
});
