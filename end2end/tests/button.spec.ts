// ProConnect's image as the button of the neutral look, with a made-up image: the real one belongs to no
// repository but the team's own.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "../support/fixtures";
import { styleOf } from "../support/pages";
import { mock, serverEnvironment, temporaryStore } from "../support/programs";

const image = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="214" height="56"><rect width="214" height="56" fill="${colour}"/></svg>`;

/** A copy of the site with these images. */
function siteWith(images: Record<string, string>): string {
  const site = mkdtempSync(join(tmpdir(), "site-"));
  cpSync(serverEnvironment({ port: 0, issuer: mock.issuer, store: "" }).LEPTOS_SITE_ROOT, site, { recursive: true });
  for (const [name, colour] of Object.entries(images)) writeFileSync(join(site, name), image(colour));
  return site;
}

test("the image is the button, in its size, with its name, its ring and its second image", async ({ page, start }) => {
  const site = siteWith({ "proconnect.svg": "navy", "proconnect-hover.svg": "teal" });
  const { origin } = await start({ issuer: mock.issuer, store: temporaryStore(), site });
  await page.goto(origin);
  const button = page.getByRole("button", { name: "S’identifier avec ProConnect" });
  const box = await button.boundingBox();
  expect([box?.width, box?.height]).toEqual([214, 56]);
  const [first, second] = await button.locator("img").all();
  await expect(first).toHaveJSProperty("naturalWidth", 214);
  await expect(first).toBeVisible();
  await expect(second).toBeHidden();
  await button.hover();
  await expect(second).toBeVisible();
  await expect(first).toBeHidden();
  await page.mouse.move(0, 0);

  await page.keyboard.press("Tab");
  await button.focus();
  expect(await styleOf(button, "outline-style")).toBe("solid");
  await page.setViewportSize({ width: 320, height: 700 });
  expect((await button.boundingBox())?.width, "no wider than a small screen").toBeLessThanOrEqual(280);
  await expect(page.getByText("Bouton provisoire"), "a release build has no such note").toHaveCount(0);
});

test("one image is enough", async ({ page, start }) => {
  const site = siteWith({ "proconnect.svg": "navy" });
  const { origin } = await start({ issuer: mock.issuer, store: temporaryStore(), site });
  await page.goto(origin);
  const button = page.getByRole("button", { name: "S’identifier avec ProConnect" });
  await button.hover();
  await expect(button.locator("img")).toHaveCount(1);
  await expect(button.locator("img")).toBeVisible();
});
