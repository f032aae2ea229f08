import { expect, test } from "../support/fixtures";
import { logInButton, main } from "../support/journey";
import { freePort, temporaryStore } from "../support/programs";

test("without its issuer the server starts, shows its pages, and reports what is missing", async ({ page, request, start }) => {
  const issuer = `http://localhost:${await freePort()}/api/v2`;
  const { origin } = await start({ issuer, store: temporaryStore() });

  expect((await request.get(`${origin}/healthz`)).status()).toBe(200);
  const ready = await request.get(`${origin}/readyz`);
  expect(ready.status()).toBe(503);
  expect(await ready.text()).toContain("provider metadata: missing");

  await page.goto(origin);
  await logInButton(page).click();
  await expect(main(page)).toContainText("ProConnect ne répond pas");
});
