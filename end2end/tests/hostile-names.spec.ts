import { expect, test } from "../support/fixtures";
import { askToLogIn, logOutButton, main } from "../support/journey";

test("a name that is markup is shown as text, and runs nothing", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });

  await page.goto("/");
  await askToLogIn(page);
  await page.getByText("Valeurs inattendues").click();
  await page.getByRole("button", { name: "<script>" }).click();
  await expect(logOutButton(page)).toBeVisible();

  for (const path of ["/", "/mon-compte"]) {
    await page.goto(path);
    await expect(main(page)).toContainText("<script>alert('prénom')</script>");
    await expect(page.locator("main script, main img[onerror]"), "markup from a name").toHaveCount(0);
  }
  expect(dialogs).toEqual([]);
});
