import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, main } from "../support/journey";

test("five tabs of one browser, finished in another order, all end logged in, each on its own page", async ({ context, baseURL }) => {
  const tabs = [];
  for (const number of [1, 2, 3, 4, 5]) {
    const page = await context.newPage();
    const path = `/mon-compte?onglet=${number}`;
    await page.goto(path);
    await askToLogIn(page);
    tabs.push({ page, path });
  }

  for (const number of [3, 1, 5, 2, 4]) {
    const { page, path } = tabs[number - 1];
    await angelaAtTheMock(page).click();
    await expect(main(page)).toContainText(angela.email);
    expect(page.url()).toBe(`${baseURL}${path}`);
  }

  for (const { page, path } of tabs) {
    await page.reload();
    await expect(main(page), path).toContainText(angela.email);
  }
});
