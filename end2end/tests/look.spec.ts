// The pages in colours of the reader's own, on a small screen, with the keyboard, and on paper.
import { expect, test } from "../support/fixtures";
import { logIn, main } from "../support/journey";
import { overflow, sitePages, styleOf } from "../support/pages";

test("in forced colours only the current entry of the menu is underlined", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.emulateMedia({ forcedColors: "active" });
  const entries = page.getByRole("navigation", { name: "Menu principal" }).getByRole("link");
  expect(await entries.count()).toBeGreaterThan(1);
  const ground = await styleOf(page.locator(".fr-header"), "background-color");
  for (const entry of await entries.all()) {
    const isCurrent = (await entry.getAttribute("aria-current")) !== null;
    const border = await styleOf(entry, "border-bottom-color");
    expect(border !== ground, (await entry.textContent()) ?? "").toBe(isCurrent);
  }
});

test("a link that opens a window shows it", async ({ page }) => {
  await page.goto("/contact");
  const links = page.locator("a[target=_blank]");
  for (const link of await links.all()) {
    expect(await styleOf(link, "mask-image", "::after")).toContain("data:image/svg+xml");
  }
  expect(await styleOf(page.locator(".fr-nav__link").first(), "content", "::after")).toBe("none");
});

test("on a small screen a table is read without a sideways scroll, each cell with its column", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of ["/cookies", "/donnees-personnelles"]) {
    await page.goto(path);
    expect(await overflow(page), path).toBe(0);
    const columns = await page.getByRole("columnheader").allTextContents();
    expect(columns).toHaveLength(3);
    for (const row of (await page.getByRole("row").all()).slice(1)) {
      await expect(row.getByRole("rowheader")).toBeVisible();
      const cells = await row.getByRole("cell").all();
      expect(cells).toHaveLength(2);
      for (const [index, cell] of cells.entries()) {
        const box = await cell.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 999), path).toBeLessThanOrEqual(320);
        expect(await styleOf(cell, "content", "::before")).toContain(columns[index + 1]);
      }
    }
  }
});

test("the ring of the focus surrounds the whole tile", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  const tile = page.locator(".fr-tile").first();
  const link = tile.getByRole("link");
  await page.keyboard.press("Tab");
  await link.focus();
  expect(await styleOf(link, "outline-style", "::before")).toBe("solid");
  const ring = await link.evaluate((node) => {
    const { width, height } = getComputedStyle(node, "::before");
    return { width: parseFloat(width), height: parseFloat(height) };
  });
  const box = await tile.boundingBox();
  expect(Math.abs(ring.width - (box?.width ?? 0))).toBeLessThan(4);
  expect(Math.abs(ring.height - (box?.height ?? 0))).toBeLessThan(4);
});

test("at 400 % the first screen shows the heading", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const end = async () => {
    const box = await page.getByRole("heading", { level: 1 }).boundingBox();
    return (box?.y ?? 999) + Math.min(box?.height ?? 999, 40);
  };
  await page.goto("/contact");
  expect(await end(), "signed out").toBeLessThanOrEqual(256);
  await page.goto("/connexion");
  await logIn(page);
  await page.goto("/mon-compte");
  expect(await end(), "signed in").toBeLessThanOrEqual(256);
});

test("a name of 256 letters stays on few whole lines", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "ProConnect" }).click();
  await page.getByText("Valeurs inattendues").click();
  await page.getByRole("button", { name: "256" }).first().click();
  await page.waitForURL("/");
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    for (const [element, lines] of [
      [page.getByRole("heading", { level: 1 }), 3],
      [page.locator(".app-user__name"), 2],
    ] as const) {
      const height = await element.evaluate((node) => node.getBoundingClientRect().height);
      const line = parseFloat(await styleOf(element, "line-height"));
      expect(height / line, "a whole number of lines").toBeCloseTo(Math.round(height / line), 1);
      expect(height).toBeLessThanOrEqual(lines * line + 1);
    }
    await expect(main(page)).toBeVisible();
    expect(await overflow(page)).toBe(0);
  }
});

test("on paper the footer takes no sheet, and there is nothing to press", async ({ page, baseURL }) => {
  const { publicPages } = await sitePages(baseURL);
  await page.goto("/");
  await logIn(page);
  const sheets = async () => (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
  for (const path of [...publicPages, "/mon-compte"]) {
    await page.goto(path);
    const all = await sheets();
    await page.locator("footer").evaluate((footer) => footer.remove());
    expect(await sheets(), `${path} without its footer`).toBe(all);
  }
  await page.emulateMedia({ media: "print" });
  await page.goto("/mon-compte");
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("navigation")).toHaveCount(0);
});
