import { startCertifiedIssuer } from "../support/certified-issuer";
import { expect, test } from "../support/fixtures";
import { angela, logInButton, logOutButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

test("a restart of the server keeps agents signed in", async ({ page, start }) => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { issuer, stop } = await startCertifiedIssuer(origin, "RS256");
  const settings = { port, issuer, store: temporaryStore() };

  const first = await start(settings);
  await page.goto(origin);
  await logInButton(page).click();
  await page.getByRole("button", { name: angela.name }).click();
  await expect(logOutButton(page)).toBeVisible();

  expect(await first.stop(), "exit code after SIGTERM").toBe(0);
  await start(settings);
  await page.reload();
  await expect(main(page)).toContainText(angela.name);
  await stop();
});
