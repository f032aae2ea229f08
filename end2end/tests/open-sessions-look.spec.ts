import { expectAccessible } from "../support/accessibility";
import { expect, test } from "../support/fixtures";
import { main } from "../support/journey";
import { beginSignedIn, elsewhere, origin } from "../support/open-sessions";
import { overflow } from "../support/pages";

beginSignedIn();

test("F9: the list is accessible, and fits a narrow screen", async ({ page, browser }, testInfo) => {
  test.slow();
  const others = [await elsewhere(browser), await elsewhere(browser, "curl/8.5.0")];
  await page.goto(`${origin}/mes-connexions`);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflow(page)).toBe(0);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: testInfo.outputPath(`${colorScheme}-${width}.png`), fullPage: true });
    }
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Fermer la connexion : Safari/ }).click();
  await expect(main(page)).toContainText("La connexion est fermée.");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: testInfo.outputPath("ended.png"), fullPage: true });
  for (const other of others) await other.context().close();
});
