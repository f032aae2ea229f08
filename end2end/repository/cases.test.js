// Checks that each case of docs/browser-and-log-cases.md is in the file that the table names.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./tree.js";

const numbered = (letter, last) => Array.from({ length: last }, (_, index) => `${letter}-${`${index + 1}`.padStart(2, "0")}`);

test("every case of the browser and of the logs is a test of its name", () => {
  const lines = readFileSync(join(root, "docs/browser-and-log-cases.md"), "utf8").split("\n");
  for (const id of [...numbered("B", 24), ...numbered("O", 6)]) {
    const rows = lines.filter((line) => line.startsWith(`| ${id} |`));
    assert.equal(rows.length, 1, `${id} has one row`);
    const place = rows[0].replace(/[ |]+$/, "").split("|").at(-1);
    const files = [...place.matchAll(/`([^`]*)`/g)].map(([, file]) => file);
    assert.notDeepEqual(files, [], `${id} names no file`);
    const names = [`("${id} `, `(\`${id} `, `"${id} `, `fn ${id.toLowerCase().replace("-", "_")}_`];
    for (const file of files) {
      const text = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
      assert.ok(names.some((name) => text.includes(name)), `${id} is not in ${file}`);
    }
  }
});
