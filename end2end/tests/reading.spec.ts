// Pages with the reader's settings: spaced text (WCAG 1.4.12, RGAA 10.12), text alone at 200 %
// (WCAG 1.4.4, RGAA 10.4).
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/journey";
import { overflow, sitePages, unfold, widths } from "../support/pages";

const spaced = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;
const enlarged = "html { font-size: 200% !important; }";

const wear = (page: Page, style: string) =>
  page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
  }, style);

/** The texts that overflow a box that hides its overflow. */
const cut = (page: Page) =>
  page.locator("body *:not(.fr-sr-only):visible").evaluateAll((all) =>
    all
      .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflow) && one.textContent?.trim())
      .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName} ${one.className}: ${one.textContent?.trim().slice(0, 40)}`),
  );

for (const [what, style, seen] of [
  ["text spaced out", spaced, widths],
  ["text alone at 200 %", enlarged, [1280]],
] as const) {
  test(`with ${what} every page keeps all its words, and scrolls one way`, async ({ page, baseURL }) => {
    const { publicPages, guardedPages } = await sitePages(baseURL);
    await page.goto("/");
    await logIn(page);
    for (const path of [...publicPages, ...guardedPages]) {
      await page.goto(path);
      await unfold(page);
      await wear(page, style);
      for (const width of seen) {
        await page.setViewportSize({ width, height: 700 });
        expect(await overflow(page), `${path} at ${width} px`).toBe(0);
        expect(await cut(page), `${path} at ${width} px`).toEqual([]);
      }
    }
  });
}
