// The form that checks a SIRET in the reader's own colours, and on paper.
import type { Locator } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/journey";
import { styleOf } from "../support/pages";

test("in forced colours a field in error and an alert differ by more than colour", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/verifier-un-siret");
  const field = page.getByRole("textbox");
  const width = await styleOf(field, "border-top-width");
  await page.goto("/verifier-un-siret?siret=130");
  expect(parseFloat(await styleOf(field, "border-top-width"))).toBeGreaterThan(parseFloat(width) + 1);
  const icon = (element: Locator) => styleOf(element, "mask-image", "::before");
  const [alert, message] = [page.locator(".fr-alert--error"), page.locator(".fr-message--error")];
  expect(await icon(alert)).toContain("data:image/svg+xml");
  expect(await icon(message)).toContain("data:image/svg+xml");
  expect(await styleOf(message, "background-color", "::before"), "an icon on the page's colour").not.toBe(
    await styleOf(page.locator("body"), "background-color"),
  );
  const error = await icon(alert);
  await page.goto("/verifier-un-siret?siret=13002526500013");
  expect(await icon(page.locator(".fr-alert--success")), "the icon of a success").not.toBe(error);
});

test("on paper the form keeps what was typed, and its message", async ({ page }) => {
  await page.goto("/");
  await logIn(page);
  await page.goto("/verifier-un-siret?siret=130");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("textbox")).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveValue("130");
  await expect(page.locator(".fr-message--error")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});
