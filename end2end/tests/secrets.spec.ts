import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../support/fixtures";
import { logIn, logOut } from "../support/journey";
import { sitePages } from "../support/pages";
import { client, siteRoot } from "../support/programs";

test("B-06 no token and no secret is in a page, a script, the WebAssembly or the browser's storage", async ({ page, context, baseURL }) => {
  const { guardedPages } = await sitePages(baseURL);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  const journey: string[] = [];
  page.on("request", (request) => {
    const query = new URL(request.url()).searchParams;
    journey.push(...["code", "state", "nonce", "code_challenge"].flatMap((name) => query.getAll(name)));
  });
  await page.goto("/");
  await logIn(page);
  const session = (await context.cookies()).filter(({ name }) => name.startsWith("local-"));
  expect(session).not.toEqual([]);
  expect(journey.length).toBeGreaterThan(3);
  const secrets = [client.secret, "id_token", "access_token", "code_verifier", ...session.map(({ value }) => value), ...journey];

  const places: string[] = [];
  for (const path of ["/", ...guardedPages]) {
    places.push((await (await page.goto(path, { waitUntil: "networkidle" }))?.text()) ?? "");
    places.push(
      await page.evaluate(async () =>
        JSON.stringify([
          { ...localStorage },
          { ...sessionStorage },
          history.state,
          document.cookie,
          await indexedDB.databases(),
          await caches.keys(),
        ]),
      ),
    );
    expect(places.at(-1)).toBe('[{},{},null,"",[],[]]');
  }
  const user = await page.evaluate(() => fetch("/api/current_user", { method: "POST" }).then((answer) => answer.text()));
  expect(user).toContain('"digest":');
  expect(user).not.toContain('"sub"');
  places.push(user, ...said);
  for (const name of readdirSync(join(siteRoot, "pkg"))) places.push(readFileSync(join(siteRoot, "pkg", name), "latin1"));
  for (const place of places) {
    // Every JWT begins with `eyJ`: `{"` in base64url.
    expect(place).not.toMatch(/eyJ[\w-]{10}/);
    for (const secret of secrets) expect(place).not.toContain(secret);
  }
});

test("B-07 no code and no state is in the address or in the history after a login", async ({ page, baseURL }) => {
  await page.goto("/mon-compte");
  await logIn(page);
  expect(page.url()).toBe(`${baseURL}/mon-compte`);
  const wire = await page.context().newCDPSession(page);
  const { entries } = await wire.send("Page.getNavigationHistory");
  const own = entries.map(({ url }) => url).filter((url) => url.startsWith(`${baseURL}`));
  expect(own.length).toBeGreaterThan(0);
  for (const url of own) expect(url).not.toMatch(/[?&](code|state|iss)=/);
});

test("B-08 the issuer never learns from which page the agent comes", async ({ page, baseURL }) => {
  const referers: Promise<string | null>[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${baseURL}`)) referers.push(request.headerValue("referer"));
  });
  await page.goto("/connexion?return_to=%2Fmon-compte%3Fdossier%3D1");
  await logIn(page);
  await page.goto("/mon-compte?siret=13002526500013");
  await logOut(page);
  const told = await Promise.all(referers);
  expect(told.length).toBeGreaterThan(2);
  for (const referer of told) expect(referer ?? "").not.toContain(`${baseURL}`);
});
