// A page as axe sees it, in both themes and both widths.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { themes, unfold, widths } from "./pages";

/** All of axe's rules: WCAG 2.0 to 2.2, A and AA, and its best practices. */
export async function expectAccessible(page: Page) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of themes) {
      // Without motion: half-way from one scheme to the other, colours have any contrast.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await unfold(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const places = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect(places, `${page.url()} ${colorScheme} ${width} px`).toEqual([]);
    }
  }
}
