// Checks that the table of faults has every fault, with its current behaviour and existing tests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ids, isKnown, rows, testsOf } from "./faults.js";

const cure = "`node end2end/repository/faults.js` adds what docs/faults.md lacks";

test("each fault has its row, with the current behaviour", () => {
  const written = rows();
  assert.deepEqual([...written.keys()], ids, cure);
  assert.deepEqual(ids.filter((id) => written.get(id).holds.trim() === ""), [], "what holds is not said");
});

test("each fault has a test, and its row names every test with its id", () => {
  const written = rows();
  for (const id of ids) {
    const named = written.get(id)?.tests ?? [];
    assert.notDeepEqual(named, [], `${id} has no test`);
    assert.deepEqual(testsOf(id).filter((name) => !named.includes(name)), [], `${id}: ${cure}`);
  }
});

test("no row names a test that is gone", () => {
  for (const [id, { tests }] of rows()) {
    assert.deepEqual(tests.filter((name) => !isKnown(name)), [], `${id}: ${cure}`);
  }
});
