// The pages of the site, as a visitor and as an agent may open them.
import type { Page } from "@playwright/test";

export { publicPages } from "./public-pages.js";

/** Open to a signed-in agent; the last shows Angela how to confirm who she is, until she has done so. */
export const guardedPages = ["/mon-compte", "/espace-agents-publics", "/verifier-un-siret", "/espace-sensible"];

export const themes = ["light", "dark"] as const;

export const widths = [320, 1280];

/** Opens whatever is folded, so that it is looked at too. */
export const unfold = (page: Page) =>
  page.locator("details").evaluateAll((all) => all.forEach((details) => details.setAttribute("open", "")));

/** How far the page is wider than the window, in pixels. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
