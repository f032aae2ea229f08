// The address of a page, kept byte for byte from the address bar through the login and back, with
// and without JavaScript.
import { expect, test } from "../support/fixtures";
import { angela, giveCode, logIn, main } from "../support/journey";

const addresses: Record<string, string> = {
  "a space": "/mon-compte?q=Jean%20Dupont",
  "a space as a plus": "/mon-compte?q=Jean+Dupont",
  "an ampersand": "/mon-compte?q=R%26D",
  "a number sign": "/mon-compte?q=a%23b",
  "a percent sign": "/mon-compte?q=100%25",
  "percent signs that were escaped twice": "/mon-compte?q=%2525%252B%2526",
  "a plus": "/mon-compte?q=1%2B1",
  "slashes and a question mark": "/mon-compte?q=a/b?c",
  "slashes that were escaped": "/mon-compte?q=a%2Fb%3Fc%5Cd",
  accents: "/mon-compte?q=%C3%A9t%C3%A9%20%C3%A0%20%C3%89vry",
  "an address": "/mon-compte?u=https://exemple.fr/a?b=c%26d",
  "an address that was escaped": "/mon-compte?u=https%3A%2F%2Fexemple.fr%2F%3Fa%3D1%26b%3D2%23c",
  "empty values": "/mon-compte?a=&b=&c",
  "a name that comes twice, and brackets": "/mon-compte?a=1&a=2&b%5B%5D=3",
  "an empty query": "/mon-compte?",
  "quotes, angle brackets and line breaks": "/mon-compte?q=%22%3C%3E%27%60%0A%09",
  "every other sign": "/mon-compte?a=b=c;d,e:@!$()*~-._",
};

test("R01: there are seventeen addresses to come back to", () => {
  expect(Object.keys(addresses)).toHaveLength(17);
});

for (const [what, address] of Object.entries(addresses)) {
  test(`R01: an address with ${what} comes back byte for byte after a login`, async ({ page, baseURL }) => {
    await page.goto(address);
    expect(new URL(page.url()).pathname).toBe("/connexion");
    const asked = page.waitForRequest((request) => request.url().startsWith(`${baseURL}/mon-compte`));
    await logIn(page);
    expect((await asked).url()).toBe(`${baseURL}${address}`);
    expect(page.url()).toBe(`${baseURL}${address}`);
    await expect(main(page)).toContainText(angela.email);
  });
}

test("R01: and after a second factor", async ({ page, baseURL }) => {
  const address = "/espace-sensible?q=R%26D+100%25%20%23";
  await page.goto("/");
  await logIn(page);
  await page.goto(address);
  await page.getByRole("button", { name: "Confirmer avec ProConnect" }).click();
  await page.waitForURL(/verify-email/);
  await giveCode(page);
  await expect(page.getByRole("heading", { level: 1, name: "Opérations protégées" })).toBeVisible();
  expect(page.url()).toBe(`${baseURL}${address}`);
});

test("R03: a return path of two thousand characters survives, with others pending", async ({ page, context, baseURL }) => {
  const address = `/mon-compte?q=${"x".repeat(2000)}`;
  await page.goto(address);
  const other = await context.newPage();
  await other.goto("/mon-compte?onglet=2");
  await other.getByRole("button", { name: "Se connecter via ProConnect" }).click();
  await other.waitForURL(/\/api\/v2\//);
  await logIn(page);
  expect(page.url()).toBe(`${baseURL}${address}`);
});
