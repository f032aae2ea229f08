import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures";
import { mockBinary, serverBinary } from "../support/programs";

// A text of every page of the mock, and of no other page.
const marker = "mock-proconnect 5d2c7f0e-not-for-production";

test("the release server holds no mock", async () => {
  expect((await readFile(mockBinary)).includes(marker), "the marker is still the mock's").toBe(true);
  expect((await readFile(serverBinary)).includes(marker)).toBe(false);
});

// A text of the data for demonstration, and of nothing else.
const demonstration = "(décision fictive)";

test("the release server holds no data for demonstration", async () => {
  const seeds = await readFile(new URL("../../server/src/development/seeds/requests.rs", import.meta.url));
  expect(seeds.includes(demonstration), "the text is still that of the data").toBe(true);
  expect((await readFile(serverBinary)).includes(demonstration)).toBe(false);
});

test("the release server has no gallery of refusals", async ({ request }) => {
  for (const path of ["/developpement/refus", "/developpement/refus/access.role_missing", "/developpement/erreur/500"]) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});
