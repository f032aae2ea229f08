import { expectAccessible } from "../support/accessibility";
import { test } from "../support/fixtures";
import { logIn } from "../support/journey";

test("the page with a mistake is accessible", async ({ page }) => {
  test.slow();
  await page.goto("/verifier-un-siret?siret=123");
  await logIn(page);
  await expectAccessible(page);
});
