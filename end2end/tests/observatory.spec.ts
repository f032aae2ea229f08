import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logInButton, logOutButton } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

type Headers = Record<string, string>;

/** A directive's sources. */
const sources = (policy: string, name: string) =>
  policy.split(";").map((directive) => directive.trim().split(/\s+/)).find(([first]) => first === name)?.slice(1) ?? [];

/**
 * The score that the Mozilla Observatory would give by its rules of version 1.6.3, for the headers
 * of one https page; its own scanner (`make audit`) is at 1.4.8 and sends no cookie. What it would
 * subtract comes first; extra points count from 90 on. Left out: redirection from http, which a
 * proxy does, and subresource integrity, for pages whose scripts are all their own.
 */
function score(headers: Headers, cookies: string[]): number {
  const policy = headers["content-security-policy"] ?? "";
  const unsafe = /'unsafe-inline'|'unsafe-eval'|\bdata:(?=[^;]*script)/.test(policy);
  const hsts = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  const good = cookies.every((cookie) => /; Secure/i.test(cookie) && /; HttpOnly/i.test(cookie) && /; SameSite/i.test(cookie));
  const penalties: [boolean, number][] = [
    [policy === "", 25],
    [unsafe, 20],
    [!good, 40],
    [hsts === 0, 20],
    [hsts > 0 && hsts < 15768000, 10],
    [headers["x-content-type-options"] !== "nosniff", 5],
    [headers["access-control-allow-origin"] !== undefined, 50],
  ];
  const formAction = sources(policy, "form-action").join(" ");
  const bonuses: [boolean, number][] = [
    [sources(policy, "default-src").join() === "'none'" && !unsafe && ["'none'", "'self'"].includes(formAction), 10],
    [cookies.length > 0 && good, 5],
    [/^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(headers["referrer-policy"] ?? ""), 5],
    [sources(policy, "frame-ancestors").join() === "'none'", 5],
    [headers["cross-origin-resource-policy"] === "same-origin", 10],
    [headers["cross-origin-embedder-policy"] === "require-corp", 10],
    [headers["cross-origin-opener-policy"] === "same-origin", 10],
  ];
  const sum = (rules: [boolean, number][]) => rules.reduce((total, [applies, points]) => total + (applies ? points : 0), 0);
  const base = 100 - sum(penalties);
  return base >= 90 ? base + sum(bonuses) : base;
}

test("B-01 home, refusal and account page get an A+ and 150 points at the Observatory", async ({ page, start, request }) => {
  const port = await freePort();
  const { issuer, stop } = await startCertifiedIssuer(`http://localhost:${port}`, "RS256");
  const store = temporaryStore();
  const plain = await start({ port, issuer, store });
  await page.goto(plain.origin);
  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();
  const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

  // The same site with https settings. Its listener is still plain: TLS would be the proxy's.
  const { origin } = await start({ issuer, store, origin: "https://app.example.fr" });
  for (const [path, status] of [["/", 200], ["/auth/proconnect/callback", 400], ["/mon-compte", 200]] as const) {
    // The cookie of the session has another name by https: a refusal is answered in place.
    const answer = await request.get(`${origin}${path}`, { headers: { cookie: session, accept: "text/html" } });
    expect(answer.status(), path).toBe(status);
    expect(await answer.text(), path).toContain("<h1");
    const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
    const points = score(answer.headers(), cookies.map(({ value }) => value));
    console.log(`Observatory, rules of 1.6.3: ${path} ${points}`);
    expect(points, path).toBeGreaterThanOrEqual(150);
  }
  // The rules detect faults: without its policy and HSTS, the page would get 55.
  expect(score({ "x-content-type-options": "nosniff" }, [])).toBe(55);
  await stop();
});
