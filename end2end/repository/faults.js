// docs/faults.md lists the faults that were found on the running product, and the tests against
// them. A test belongs to a fault when its name begins with the fault's id: `fn f1_…`, `fn
// l8_r12_…`, "R01: …". `node end2end/repository/faults.js` adds the missing tests to the table.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { files, root } from "./tree.js";

export const table = join(root, "docs/faults.md");

const range = (letter, first, last, digits = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${letter}${`${first + index}`.padStart(digits, "0")}`);

/** F10, the supply chain, is still to come; R02 and R25 were withdrawn. */
export const ids = [
  ...range("F", 1, 26).filter((id) => id !== "F10"),
  ...range("R", 1, 28, 2).filter((id) => !["R02", "R25"].includes(id)),
  ...range("C", 1, 4),
  ...range("M", 1, 5),
  ...range("L", 1, 9),
];

/** The ids that a name begins with, as the table writes them. */
function idsOf(name) {
  // The name of a test that is also in the table of logs begins with that table's id.
  const [prefix] = /^(?:o_\d\d_)?(?:[frcml]\d{1,2}(?:_|: | and |, | ))+/i.exec(name) ?? [""];
  return [...prefix.matchAll(/([a-z])(\d+)/gi)].map(([, letter, number]) =>
    letter.toUpperCase() === "R" ? `R${number.padStart(2, "0")}` : `${letter.toUpperCase()}${Number(number)}`,
  );
}

const inRust = /^ *(?:pub )?(?:async )?fn (\w+)\(/gm;
const inScripts = /\btest\(\s*(["`])((?:(?!\1).)+)\1/gm;

/** Every test, with its file and name. A part that a name takes from a table of cases stays `${…}`. */
export const tests = files()
  .filter((file) => /\.rs$|\.(spec\.ts|test\.js)$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const names = file.endsWith(".rs")
      ? [...text.matchAll(inRust)].map(([, name]) => name)
      : [...text.matchAll(inScripts)].map(([, , name]) => name);
    return names.map((name) => ({ file, name, ids: idsOf(name) }));
  });

const cell = ({ file, name }) => `${name.replaceAll("|", "\\|")} (${file})`;

/** The tests of a fault, as the table writes them. */
export const testsOf = (id) => tests.filter((test) => test.ids.includes(id)).map(cell);

/** Every existing test, written in the same way. */
const known = new Set(tests.map(cell));

/** The folders that a team may delete, and the files of the tests that go with each. */
const deletable = [
  { folder: "proconnect/assurance", tests: /\(proconnect\/assurance\/.*\)$/ },
  { folder: "app/src/service_requests", tests: /\(.*service[-_]requests.*\)$/ },
];
const deleted = deletable.filter(({ folder }) => !existsSync(join(root, folder)));

/** True when a test of that name exists, or belongs to a folder that was deleted. */
export const isKnown = (name) => known.has(name) || deleted.some(({ tests }) => tests.test(name));

/** The rows by id: current behaviour, and tests. */
export function rows() {
  const lines = [...readFileSync(table, "utf8").matchAll(/^\| ([A-Z]\d+) \| (.*?) \| (.*) \|$/gm)];
  return new Map(lines.map(([, id, holds, listed]) => [id, { holds, tests: listed.split("<br>").filter((name) => name !== "") }]));
}

function write() {
  const [head] = readFileSync(table, "utf8").split(/^\| [A-Z]\d+ \|/m);
  const before = rows();
  const lines = ids.map((id) => {
    const { holds = "", tests = [] } = before.get(id) ?? {};
    const all = [...new Set([...tests.filter(isKnown), ...testsOf(id)])];
    return `| ${id} | ${holds} | ${all.join("<br>")} |\n`;
  });
  writeFileSync(table, head + lines.join(""));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write();
