import { expect, test } from "../support/fixtures";
import { askToLogIn, logInButton, main, refuse } from "../support/journey";

test("an agent who refuses at ProConnect reads so, and is not signed in", async ({ page }) => {
  await page.goto("/");
  await askToLogIn(page);
  const answer = await refuse(page);
  expect(answer.status()).toBe(403);

  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const reference = answer.headers()["x-request-id"];
  expect(reference).toMatch(/^\S{8,}$/);
  await expect(main(page)).toContainText(`Référence : ${reference}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(main(page), "what ProConnect wrote for developers").not.toContainText(/abort|denied by/i);

  await page.goto("/");
  await expect(logInButton(page)).toBeVisible();
});
