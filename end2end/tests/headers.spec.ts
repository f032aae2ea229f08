import type { APIResponse, Response } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { askToLogIn, logIn, logOut, refuse } from "../support/journey";
import { client } from "../support/programs";

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

test("home, account and missing pages carry the strict policy and are not stored", async ({ page }) => {
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

test("the refusal page carries the strict policy and is not stored", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  const answer = await refuse(page);
  expectStrictPolicy(answer);
  expectNotStored(answer);
});

test("every cookie is __Host-, HttpOnly, Secure and SameSite=Lax", async ({ page, baseURL }) => {
  const answers: Response[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).origin === baseURL) answers.push(response);
  });
  await page.goto("/");
  await logIn(page);
  await logOut(page);

  const headers = (await Promise.all(answers.map((answer) => answer.headersArray()))).flat();
  const cookies = headers.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
  expect(cookies.length, "those of the attempt, the session and the logout, set and removed").toBeGreaterThanOrEqual(6);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-/);
    for (const attribute of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\/(;|$)/i]) {
      expect(cookie).toMatch(attribute);
    }
  }
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

test("no token and no secret is in a page", async ({ page, context }) => {
  await page.goto("/");
  await logIn(page);
  const session = (await context.cookies()).filter(({ name }) => name.startsWith("__Host-"));
  expect(session).not.toEqual([]);

  for (const path of ["/", "/mon-compte"]) {
    const html = (await (await page.goto(path))?.text()) ?? "";
    // Every JWT begins with these three letters: `{"` in base64url.
    expect(html).not.toMatch(/eyJ[\w-]{10}/);
    for (const secret of [client.secret, "id_token", "access_token", "code_verifier", ...session.map(({ value }) => value)]) {
      expect(html).not.toContain(secret);
    }
  }
});
