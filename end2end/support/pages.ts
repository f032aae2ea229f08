// The pages of the site, and the properties that tests check on each.
import type { Locator, Page } from "@playwright/test";

export { sitePages } from "./site-pages.js";

export const themes = ["light", "dark"] as const;

export const widths = [320, 1280];

/** Opens all folded parts, so that they are checked too. */
export const unfold = (page: Page) =>
  page.locator("details").evaluateAll((all) => all.forEach((details) => details.setAttribute("open", "")));

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The value of a property, of the element or of its `::before` or `::after`. */
export const styleOf = (element: Locator, property: string, pseudo?: string) =>
  element.evaluate((node, [property, pseudo]) => getComputedStyle(node, pseudo).getPropertyValue(property), [
    property,
    pseudo,
  ] as const);
