// An agent without a mouse.
import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the element has the focus, which must be visible. */
export async function tabTo(page: Page, element: Locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((node) => node === document.activeElement)) {
      const outline = await element.evaluate((node) => getComputedStyle(node).outlineStyle);
      expect(outline, "the focus shows").not.toBe("none");
      return;
    }
  }
  throw new Error("60 presses of Tab do not reach the element");
}
