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

test("every case of sessions, stores and restarts names tests that exist", () => {
  const lines = readFileSync(join(root, "docs/session-and-store-cases.md"), "utf8").split("\n");
  for (const id of [...numbered("S", 27), ...numbered("R", 15), ...numbered("G", 13)]) {
    const rows = lines.filter((line) => line.startsWith(`| ${id} |`));
    assert.equal(rows.length, 1, `${id} has one row`);
    const place = rows[0].replace(/[ |]+$/, "").split("|").at(-1);
    const words = [...place.matchAll(/`([^`]*)`/g)].map(([, word]) => word);
    const isFile = (word) => word.includes("/");
    const texts = words.filter(isFile).map((file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : ""));
    const names = words.filter((word) => !isFile(word));
    assert.notDeepEqual(names, [], `${id} names no test`);
    assert.ok(texts.every((text) => names.some((name) => text.includes(name))), `${id} names a file without its test`);
    for (const name of names) {
      const isThere = (text) => text.includes(`fn ${name}(`) || text.includes(`test("${name}`);
      assert.ok(texts.some(isThere), `${name} of ${id} is in none of its files`);
    }
  }
});
