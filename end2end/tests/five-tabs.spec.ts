import { expect, test } from "../support/fixtures";
import { angela, angelaAtTheMock, askToLogIn, main } from "../support/journey";

// ProConnect has one login per browser, that of the latest request: the first tab to end answers for it.
test("of five tabs of one browser, the first to end lands on the page of the latest, and the others find the agent signed in", async ({ context, baseURL }) => {
  const tabs = [];
  for (const number of [1, 2, 3, 4, 5]) {
    const page = await context.newPage();
    const path = `/mon-compte?onglet=${number}`;
    await page.goto(path);
    await askToLogIn(page);
    tabs.push({ page, path });
  }

  const [first, , , , latest] = tabs;
  await angelaAtTheMock(first.page).click();
  await expect(main(first.page)).toContainText(angela.email);
  expect(first.page.url()).toBe(`${baseURL}${latest.path}`);

  await angelaAtTheMock(latest.page).click();
  await expect(latest.page.getByTestId("error-code")).toContainText("session-not-found");

  for (const { page, path } of tabs) {
    await page.goto(path);
    await expect(main(page), path).toContainText(angela.email);
    expect(page.url()).toBe(`${baseURL}${path}`);
  }
});
