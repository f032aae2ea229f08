// Without a mouse, and at 400 %: a window of 1280 by 1024 pixels then shows 320 by 256.
import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, logInButton, logOutButton, main } from "../support/journey";
import { tabTo } from "../support/keyboard";
import { overflow } from "../support/pages";

test("the first Tab offers to skip to the content", async ({ page }) => {
  await page.goto("/contact");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Contenu" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(main(page)).toBeFocused();
});

for (const [name, viewport] of [
  ["at 100 %", { width: 1280, height: 1024 }],
  ["at 400 %", { width: 320, height: 256 }],
] as const) {
  test(`an agent logs in and out by keyboard alone, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto("/");
    await tabTo(page, logInButton(page));
    await page.keyboard.press("Enter");
    await page.waitForURL("http://localhost:4400/**");
    await angelaAtTheMock(page).press("Enter");
    await expect(main(page)).toContainText(angela.name);
    expect(await overflow(page)).toBe(0);

    await tabTo(page, logOutButton(page));
    await page.keyboard.press("Enter");
    await expect(logInButton(page)).toBeVisible();
  });

  test(`the display settings and a question by keyboard alone, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto("/contact");
    const question = page.locator("summary", { hasText: "Je n’arrive pas à me connecter" });
    await tabTo(page, question);
    await page.keyboard.press("Enter");
    await expect(page.getByText("cookies acceptés")).toBeVisible();

    await tabTo(page, page.locator("summary", { hasText: "Paramètres d’affichage" }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("radio", { name: "Celui du système" }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: "Sombre" })).toBeChecked();
    await tabTo(page, page.getByRole("button", { name: "Appliquer" }));
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-fr-theme", "dark");
    expect(await overflow(page)).toBe(0);
  });
}
