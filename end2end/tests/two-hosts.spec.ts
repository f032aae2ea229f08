// Two hosts of one domain, by https. A cookie that the sibling sets for the domain, whatever its
// spelling, must not change the signed-in agent, a login under way, or a logout.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { args, executablePath } from "../browser.js";
import { expect, test as base } from "../support/fixtures";
import { applicationHost, domain, resolverRules, siblingHost, startHttpsFront } from "../support/https-front";
import { angela, angelaAtTheMock, askToLogIn, logIn, logInAs, logInButton, logOut, logOutButton, main } from "../support/journey";
import { freePort, startMock, startServer, temporaryStore } from "../support/programs";

type Site = Awaited<ReturnType<typeof startHttpsFront>> & { newPage: () => Promise<Page> };

const openContext = (browser: Browser) => browser.newContext({ ignoreHTTPSErrors: true, locale: "fr-FR" });

const test = base.extend<{}, { site: Site }>({
  site: [
    async ({ browser }, use) => {
      const [port, behind] = [await freePort(), await freePort()];
      const front = await startHttpsFront(port, behind);
      const mock = await startMock(front.origin);
      const server = await startServer({ port: behind, issuer: mock.issuer, store: temporaryStore(), origin: front.origin });
      const contexts: BrowserContext[] = [];
      const newPage = async () => {
        const context = await openContext(browser);
        contexts.push(context);
        return context.newPage();
      };
      await use({ ...front, newPage });
      for (const context of contexts) await context.close();
      for (const program of [server, mock, front]) await program.stop();
    },
    { scope: "worker" },
  ],
});

test.use({
  ignoreHTTPSErrors: true,
  ownHosts: ["localhost", applicationHost, siblingHost],
  launchOptions: { executablePath, args: [...args, resolverRules] },
});

/** UTF-8, one byte per character. */
const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

const percent = (text: string, hex = (code: number) => code.toString(16).toUpperCase()) =>
  [...text].map((letter) => `%${hex(letter.charCodeAt(0))}`).join("");

/** Spellings of a name that some library reads as the name itself. */
function spellings(name: string): string[] {
  const unicodeSpaces = ["\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u205f", "\u3000", "\u0085", "\ufeff"].map(bytes);
  return [
    name,
    name.replace("__Host-", "__Host%2D"),
    name.replace("__Host-", "__Host%2d"),
    name.replace("_", "%5F"),
    name.replace("H", "%48"),
    name.replace(/.$/, (letter) => percent(letter)),
    percent(name),
    percent(name, (code) => code.toString(16)),
    percent(percent(name)),
    `${name}%20`,
    `%20${name}`,
    `%09${name}%00`,
    `+${name}`,
    name.toLowerCase(),
    name.toUpperCase(),
    name.replace("__Host-", "__Secure-"),
    name.replace("__Host-", ""),
    name.replace("__Host-", "local-"),
    `"${name}"`,
    ...unicodeSpaces.flatMap((space) => [`${space}${name}`, `${name}${space}`]),
    // The no-break space as a Latin-1 byte, and full-width letters.
    `\u00a0${name}`,
    bytes(name.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))),
  ];
}

/** Every form in which a browser stores a cookie for a whole domain, twice each. */
const forTheDomain = (pair: string) => [
  `${pair}; Domain=${domain}; Path=/; Secure`,
  `${pair}; Domain=${domain}; Path=/auth; Secure; SameSite=None`,
];

/** A cookie without a name, whose value looks like one of ours. */
const nameless = (name: string, value: string) => [`=${name}=${value}`, `${name}=${value}`.replace("=", "%3D")];

/** All attempts for one name, in portions: a browser stores some 180 cookies per domain. */
function plantings(name: string, value: string): string[][] {
  const all = [...spellings(name).map((spelling) => `${spelling}=${value}`), ...nameless(name, value)].flatMap(forTheDomain);
  return Array.from({ length: Math.ceil(all.length / 50) }, (_, index) => all.slice(50 * index, 50 * (index + 1)));
}

/** Makes the sibling set these cookies in the page's browser, in place of its previous ones. */
async function plant(site: Site, page: Page, cookies: string[]) {
  site.plants(cookies);
  const tab = await page.context().newPage();
  await tab.goto(site.sibling);
  await tab.close();
}

const valueOf = async (page: Page, name: string) => (await ownCookies(page)).find((cookie) => cookie.name === name)?.value ?? "";

/** The cookies that the application itself has set. */
const ownCookies = async (page: Page) =>
  (await page.context().cookies()).filter(({ name, domain }) => domain === applicationHost && name.startsWith("__Host-"));

const ownNames = ["__Host-session", "__Host-logout", "__Host-signed-out", "__Host-theme"];

/** A session of Sophie, which the sibling has stolen. */
async function sessionOfAnother(site: Site) {
  const page = await site.newPage();
  await page.goto(site.origin);
  await logInAs(page, "Sophie MARTIN");
  const value = await valueOf(page, "__Host-session");
  expect(value).not.toBe("");
  return { page, value };
}

test("F1: no spelling of the session's name signs a visitor in as the sibling likes", async ({ page, site }) => {
  const { value: planted } = await sessionOfAnother(site);
  const arrived = new Set<string>();
  for (const name of spellings("__Host-session")) {
    await page.context().clearCookies();
    await plant(site, page, forTheDomain(`${name}=${planted}`));
    site.takeReceived();
    await page.goto(`${site.origin}/mon-compte`);
    await expect(logInButton(page), name).toBeVisible();
    await expect(page.getByText("MARTIN"), name).toHaveCount(0);
    if (site.takeReceived().some((header) => header.includes(planted))) arrived.add(name);
  }
  // The cookies really arrived, except those that Chromium itself refuses: otherwise the test would
  // prove nothing.
  expect(arrived.has("__Host%2Dsession")).toBe(true);
  expect(arrived.size, [...arrived].join(" ")).toBeGreaterThan(15);
});

test("F1: an agent stays who they are, whatever the sibling plants between two clicks", async ({ page, site }) => {
  test.slow();
  const { value: another } = await sessionOfAnother(site);
  await page.goto(`${site.origin}/mon-compte`);
  await logIn(page);
  const session = await valueOf(page, "__Host-session");
  for (const value of [another, "garbage", ""]) {
    for (const cookies of plantings("__Host-session", value)) {
      await plant(site, page, cookies);
      for (const path of ["/", "/espace-agents-publics", "/mon-compte"]) {
        await page.goto(`${site.origin}${path}`);
        await expect(logOutButton(page), `${path} with ${value}`).toBeVisible();
        await expect(page.getByText("MARTIN")).toHaveCount(0);
      }
      await expect(main(page)).toContainText(angela.email);
      expect(await valueOf(page, "__Host-session")).toBe(session);
    }
  }
});

test("F1: a planted attempt finishes no login, and a login under way goes on", async ({ page, site }) => {
  test.slow();
  const attacker = await site.newPage();
  await attacker.goto(site.origin);
  await askToLogIn(attacker);
  const path = await site.withholdCallback(() => attacker.getByRole("button", { name: "Sophie MARTIN" }).first().click());
  expect(path).toContain("code=");
  const attempts = await ownCookies(attacker);
  expect(attempts.length).toBeGreaterThan(0);

  await page.goto(`${site.origin}/mon-compte?onglet=1`);
  await askToLogIn(page);
  const other = await page.context().newPage();
  for (const cookies of attempts.flatMap(({ name, value }) => plantings(name, value))) {
    await plant(site, page, cookies);
    const refused = await other.goto(`${site.origin}${path}`);
    expect(refused?.status()).toBe(400);
    await expect(logOutButton(other)).toHaveCount(0);
  }
  await other.close();

  // Rubbish, and the attacker's own attempt, in place of this browser's attempt.
  const own = await ownCookies(page);
  expect(own.length).toBeGreaterThan(0);
  const rubbish = own.flatMap(({ name }) => plantings(name, "garbage")[0].slice(0, 40));
  const another = own.flatMap(({ name }) => plantings(name, attempts[0].value)[0].slice(2, 14));
  await plant(site, page, [...rubbish, ...another]);
  site.takeReceived();
  await angelaAtTheMock(page).click();
  await expect(main(page)).toContainText(angela.email);
  expect(page.url()).toBe(`${site.origin}/mon-compte?onglet=1`);
  const received = site.takeReceived();
  for (const value of ["=garbage", attempts[0].value]) {
    expect(received.some((header) => header.includes(value)), "what was planted came").toBe(true);
  }
});

test("F1: a logout ends both sessions and announces it, whatever the sibling plants", async ({ page, site }) => {
  const another = await sessionOfAnother(site);
  await page.goto(site.origin);
  await logIn(page);
  await plant(site, page, ownNames.flatMap((name) => plantings(name, another.value)[0].slice(0, 24)));
  await page.goto(site.origin);
  await logOut(page);
  await expect(main(page)).toContainText("Votre session est fermée");
  // This agent's session has ended, and ProConnect's too, which asks for an account.
  await another.page.reload();
  await expect(logOutButton(another.page)).toBeVisible();
  await askToLogIn(page);
  await expect(angelaAtTheMock(page)).toBeVisible();
});

test("F1: no theme and no notice is the sibling's to choose", async ({ page, site }) => {
  for (const [name, value] of [["__Host-theme", "dark"], ["__Host-signed-out", "everywhere"]]) {
    for (const cookies of plantings(name, value)) {
      await plant(site, page, cookies);
      await page.goto(site.origin);
      await expect(page.locator("html")).not.toHaveAttribute("data-fr-theme", "dark");
      await expect(page.getByText("Votre session est fermée")).toHaveCount(0);
    }
  }
});

const foreign = {
  "an accent in UTF-8": bytes("ville=Évry"),
  "an accent in Latin-1": "ville=\u00c9vry",
  "an accent in the name": bytes("préférée=1"),
  "every byte from 128 on": `octets=${Array.from({ length: 128 }, (_, index) => String.fromCharCode(128 + index)).join("")}`,
  "quotes and a comma": 'panier="a, b"',
  "no name": "rien",
  "a value of four kilobytes": `long=${"x".repeat(4000)}`,
};

for (const [what, pair] of Object.entries(foreign)) {
  test(`F5: a foreign cookie with ${what} blocks no login`, async ({ page, site }) => {
    await plant(site, page, [`${pair}; Domain=${domain}; Path=/; Secure; Max-Age=3600`]);
    site.takeReceived();
    await page.goto(`${site.origin}/mon-compte`);
    expect(site.takeReceived().every((header) => header.includes(pair.split("=").at(-1) ?? "")), "it comes").toBe(true);
    await logIn(page);
    await expect(main(page)).toContainText(angela.email);
    const attempts = (await page.context().cookies()).filter(({ name }) => name.includes("login-attempt"));
    expect(attempts, "none piles up").toEqual([]);

    await page.getByText("Paramètres d’affichage").click();
    await page.getByRole("radio", { name: "Sombre" }).check();
    await page.getByRole("button", { name: "Appliquer" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-fr-theme", "dark");

    await logOut(page);
    await expect(main(page)).toContainText("Votre session est fermée");
  });
}

test("R07: by https every cookie is Secure and bears the prefix __Host-", async ({ page, site }) => {
  const set: Promise<string[]>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith(site.origin)) set.push(response.headersArray().then(cookiesOf));
  });
  await page.goto(site.origin);
  await logIn(page);
  await logOut(page);
  const cookies = (await Promise.all(set)).flat();
  expect(cookies.length).toBeGreaterThanOrEqual(6);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-[^;]+; /);
    expect(cookie).not.toMatch(/; Domain/i);
    for (const attribute of [/; Secure(;|$)/i, /; HttpOnly(;|$)/i, /; SameSite=Lax(;|$)/i, /; Path=\/(;|$)/i]) {
      expect(cookie).toMatch(attribute);
    }
  }
});

const cookiesOf = (headers: { name: string; value: string }[]) =>
  headers.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
