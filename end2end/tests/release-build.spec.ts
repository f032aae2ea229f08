import { readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures";
import { mockBinary, serverBinary } from "../support/programs";

// A text of every page of the mock, and of no other page.
const marker = "mock-proconnect 5d2c7f0e-not-for-production";

test("the release server holds no mock", async () => {
  expect((await readFile(mockBinary)).includes(marker), "the marker is still the mock's").toBe(true);
  expect((await readFile(serverBinary)).includes(marker)).toBe(false);
});

test("the release server has no gallery of refusals", async ({ request }) => {
  for (const path of ["/developpement/refus", "/developpement/refus/access.role_missing", "/developpement/erreur/500"]) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});
