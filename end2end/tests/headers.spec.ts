import http from "node:http";
import type { APIResponse, Response } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, logOut, refuse } from "../support/journey";

function expectStrictPolicy(response: Response | APIResponse | null) {
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src [^;]*'nonce-[^']{20,}'/);
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy.replaceAll("'wasm-unsafe-eval'", "")).not.toContain("unsafe-eval");
}

function expectNotStored(response: Response | APIResponse | null) {
  expect(response?.headers()["cache-control"]).toContain("no-store");
}

test("B-09 home, account and missing pages carry the strict policy and are not stored", async ({ page }) => {
  const missing = await page.goto("/nulle-part");
  expect(missing?.status()).toBe(404);
  const signedOut = await page.goto("/");
  await logIn(page);
  const signedIn = await page.goto("/");
  const account = await page.goto("/mon-compte");

  for (const response of [missing, signedOut, signedIn, account]) {
    expectStrictPolicy(response);
    expectNotStored(response);
  }
  const nonce = (response: Response | null) => response?.headers()["content-security-policy"].match(/'nonce-[^']+'/)?.[0];
  expect(nonce(signedOut), "a nonce serves once").not.toBe(nonce(signedIn));
});

test("B-09 the refusal page carries the strict policy and is not stored", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  const answer = await refuse(page);
  expectStrictPolicy(answer);
  expectNotStored(answer);
});

// Over plain http, cookies have neither the prefix nor Secure; two-hosts.spec.ts and cookies.rs
// test https.
test("B-05 every cookie is of this application, HttpOnly and SameSite=Lax", async ({ page, baseURL }) => {
  const answers: Response[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).origin === baseURL) answers.push(response);
  });
  await page.goto("/");
  await logIn(page);
  await logOut(page);

  const headers = (await Promise.all(answers.map((answer) => answer.headersArray()))).flat();
  const cookies = headers.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
  expect(cookies.filter((cookie) => cookie.length > 4096)).toEqual([]);
  // The mock is on another port of the same host, and has its own cookies.
  const kept = (await page.context().cookies()).filter(({ name }) => name.startsWith("local-"));
  expect(kept, "what was removed is gone").toEqual([]);
  expect(cookies.length, "those of the attempt, the session and the logout, set and removed").toBeGreaterThanOrEqual(6);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^local-/);
    expect(cookie).not.toMatch(/; Domain/i);
    for (const attribute of [/; HttpOnly/i, /; SameSite=Lax/i, /; Path=\/(;|$)/i]) {
      expect(cookie).toMatch(attribute);
    }
  }
});

/** One address for each status that the server returns. */
const statuses: [string, string, number][] = [
  ["GET", "/", 200],
  ["GET", "/mon-compte", 303],
  ["GET", "/auth/proconnect/callback", 400],
  ["POST", "/mon-compte", 401],
  ["GET", "/nulle-part", 404],
  ["GET", "/auth/proconnect/logout", 405],
  ["OPTIONS", "/api/current_user", 405],
  ["GET", "/healthz", 200],
  ["GET", "/robots.txt", 200],
  ["GET", "/favicon.svg", 200],
  ["GET", "/.well-known/security.txt", 200],
];

test("B-02 every status and every path has the headers", async ({ request, page }) => {
  const built = new Set<string>();
  page.on("request", (sent) => built.add(new URL(sent.url()).pathname));
  await page.goto("/");
  await logIn(page);
  await expect.poll(() => [...built].some((path) => path.endsWith(".wasm"))).toBe(true);
  const files = [...built].filter((path) => path.startsWith("/pkg/")).map((path) => ["GET", path, 200] as const);
  expect(files.length, "style, script, WebAssembly").toBe(3);

  for (const [method, path, status] of [...statuses, ...files]) {
    const headers = { "sec-fetch-site": "same-origin" };
    const answer = await request.fetch(path, { method, headers, maxRedirects: 0 });
    const place = `${method} ${path}`;
    expect(answer.status(), place).toBe(status);
    const has = answer.headers();
    expect(has["content-security-policy"], place).toContain("frame-ancestors 'none'");
    expect(has["x-content-type-options"], place).toBe("nosniff");
    expect(has["x-frame-options"], place).toBe("DENY");
    expect(has["referrer-policy"], place).toBe("same-origin");
    expect(has["cross-origin-opener-policy"], place).toBe("same-origin");
    expect(has["cross-origin-embedder-policy"], place).toBe("require-corp");
    expect(has["cross-origin-resource-policy"], place).toBe("same-origin");
    expect(has["permissions-policy"], place).toContain("camera=()");
    expect(has["x-request-id"], place).toMatch(/^[0-9a-f]{12}$/);
  }
});

test("B-09 built files are kept for ever; no path below a private page shows it", async ({ page, request }) => {
  const answer = page.waitForResponse((response) => response.url().includes("/pkg/") && response.url().endsWith(".css"));
  await page.goto("/");
  expect((await answer).headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
  await logIn(page);
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of ["/mon-compte/a.css", "/mon-compte/x", "/mon-compte;a.js", "/mon-compte%2Fa.css"]) {
    const deceiving = await request.get(path, { headers: { cookie: cookies } });
    expect(deceiving.status(), path).toBe(404);
    expect(deceiving.headers()["cache-control"], path).toBe("no-store");
  }
});

test("B-18 no page that holds a secret is compressed", async ({ page, request }) => {
  for (const path of ["/", "/connexion?return_to=%2Fmon-compte", "/nulle-part", "/auth/proconnect/callback?state=a"]) {
    const answer = await request.get(path, { headers: { "accept-encoding": "br, gzip, deflate, zstd" } });
    expect(answer.headers()["content-encoding"], path).toBeUndefined();
  }
  await page.goto("/");
  await logIn(page);
  for (const path of ["/", "/mon-compte"]) {
    const answer = await page.goto(path);
    expect(answer?.headers()["content-encoding"], path).toBeUndefined();
  }
});

test("B-20 a logout makes the browser delete its storage, and the logout goes on", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.evaluate(() => localStorage.setItem("left", "behind"));
  const left = page.waitForResponse((answer) => answer.url().endsWith("/auth/proconnect/logout"));
  const back = page.waitForResponse((answer) => answer.url().includes("/auth/proconnect/logout/callback"));
  await logOut(page);
  expect(await (await left).headerValue("clear-site-data")).toBe('"storage"');
  const sent = await (await back).request().allHeaders();
  expect(sent.cookie, "the state of the logout outlives it").toContain("local-logout=");
  expect(await page.evaluate(() => localStorage.getItem("left"))).toBeNull();
});

test("B-21 no other site is allowed to read", async ({ request }) => {
  for (const path of ["/", "/healthz", "/favicon.svg", "/api/current_user"]) {
    for (const method of ["GET", "OPTIONS"]) {
      const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
      const answer = await request.fetch(path, { method, headers });
      const names = Object.keys(answer.headers()).filter((name) => name.startsWith("access-control-"));
      expect(names, `${method} ${path}`).toEqual([]);
    }
  }
});

/** Sends requests that neither browsers nor Playwright send. */
const send = (method: string, url: string) =>
  new Promise<{ status: number; text: string }>((done, fail) => {
    const headers = { "x-echo": "echoed", "sec-fetch-site": "same-origin" };
    const sent = http.request(url, { method, headers }, async (answer) => {
      const chunks = await answer.toArray();
      done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    sent.on("error", fail).end();
  });

test("B-22 TRACE and similar methods are refused, and the response repeats nothing", async ({ baseURL }) => {
  for (const method of ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS"]) {
    for (const path of ["/", "/mon-compte", "/healthz", "/favicon.svg"]) {
      const { status, text } = await send(method, `${baseURL}${path}`);
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(text, `${method} ${path}`).not.toContain("echoed");
    }
  }
});

test("B-23 security.txt is valid today, and robots are excluded from the journey", async ({ request }) => {
  const file = await request.get("/.well-known/security.txt");
  expect(file.headers()["content-type"]).toBe("text/plain; charset=utf-8");
  const text = await file.text();
  expect(text).toMatch(/^Contact: (mailto:|https:\/\/|tel:)\S+$/m);
  const expires = new Date(/^Expires: (\S+)$/m.exec(text)?.[1] ?? "").getTime();
  expect(expires).toBeGreaterThan(Date.now());
  expect(expires, "within a year").toBeLessThan(Date.now() + 366 * 24 * 3600 * 1000);

  const robots = await (await request.get("/robots.txt")).text();
  const forbidden = [...robots.matchAll(/^Disallow: (\S+)$/gm)].map((match) => match[1]);
  for (const path of ["/auth/proconnect/callback", "/auth/proconnect/logout/callback", "/mon-compte", "/api/current_user"]) {
    expect(forbidden.some((prefix) => path.startsWith(prefix)), path).toBe(true);
  }
  for (const path of ["/", "/connexion"]) expect(forbidden.some((prefix) => path.startsWith(prefix)), path).toBe(false);
});

