// Holds the documentation to the repository: its links, paths, commands and variables, its two languages, its index.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTree } from "./docs-tree.js";
import { brokenLinks, missingCommands, missingPaths, missingTargets, unknownVariables } from "./docs.js";
import { partsOf } from "./markdown.js";
import { differences } from "./translations.js";

const tree = readTree();
const pages = tree.all.filter((name) => name.endsWith(".md")).map((name) => ({ name, text: tree.text(name) }));
/** Pages about this repository alone: those of the mock also describe services in other languages. */
const own = pages.filter(({ name }) => !name.startsWith("proconnect/mock/"));
const page = (name) => pages.find((page) => page.name === name);

test("every link and every anchor leads somewhere", () => assert.deepEqual(pages.flatMap((page) => brokenLinks(page, tree)), []));

test("every path in code exists", () => assert.deepEqual(own.flatMap((page) => missingPaths(page, tree)), []));

test("every target of make exists", () => assert.deepEqual(pages.flatMap((page) => missingTargets(page, tree)), []));

test("every command and flag of our programs exists", () => assert.deepEqual(pages.flatMap((page) => missingCommands(page, tree)), []));

test("every variable is read", () => assert.deepEqual(own.flatMap((page) => unknownVariables(page, tree)), []));

test("every row of a table has a line of its own", () => {
  // The line under the head, with the text of other rows beside it: an editor has filled the paragraph.
  const isFilled = (line) => /\|\s*:?-{3,}:?\s*\|/.test(line) && !/^[\s>|:-]+$/.test(line);
  const filled = (page) => page.text.split("\n").filter(isFilled).map((line) => `${page.name}: ${line}`);
  assert.deepEqual(pages.flatMap(filled), []);
});

/** The French page of a pair, and the English one that it links in its first lines. */
const pairs = pages.flatMap((page) => {
  const [, link] = /^\*\[In English\]\((.*?)\)\*$/m.exec(page.text) ?? [];
  return link === undefined ? [] : [{ french: page.name, english: new URL(link, `file:///${page.name}`).pathname.slice(1) }];
});

test("every guide has its English page, and each of the two links the other", () => {
  const guides = pages.filter(({ name }) => /^docs\/guides\/[^/]*\.md$/.test(name)).map(({ name }) => name);
  assert.ok(guides.length > 10, `${guides.length} guides`);
  assert.deepEqual(guides.filter((name) => !pairs.some(({ french }) => french === name)), []);
  const lonely = pages.filter(({ name }) => name.startsWith("docs/guides/en/") && !pairs.some(({ english }) => english === name));
  assert.deepEqual(lonely.map(({ name }) => name), []);
  for (const { french, english } of pairs) {
    const [, back] = /^\*\[En français\]\((.*?)\)\*$/m.exec(page(english)?.text ?? "") ?? [];
    assert.equal(back && new URL(back, `file:///${english}`).pathname.slice(1), french, `${english} links ${french}`);
  }
});

test("the two languages have the same headings, commands and variables", () => {
  const both = pairs.filter(({ french }) => french.startsWith("docs/"));
  assert.deepEqual(both.flatMap(({ french, english }) => (page(english) ? differences(page(french), page(english)) : [])), []);
});

test("the index has every page of docs, each with its owner", () => {
  const index = page("docs/README.md");
  const rows = index.text.split("\n").filter((line) => line.startsWith("| ") && line.includes("]("));
  const owned = rows.flatMap((row) => partsOf(row).links.map((link) => [new URL(link, "file:///docs/README.md").pathname.slice(1), row.split("|").at(-2).trim()]));
  const owners = new Map(owned);
  const missing = pages.filter(({ name }) => /^docs\/(guides\/)?(en\/)?[^/]+\.md$/.test(name) && name !== index.name && !owners.has(name));
  assert.deepEqual(missing.map(({ name }) => name), []);
  const wrong = [...owners].filter(([name, owner]) => owner !== (name.startsWith("proconnect/") ? "à nous · ours" : "à vous · yours"));
  assert.deepEqual(wrong, []);
});

test("the table of the first day has every entry of the top level, with its owner", () => {
  const entries = [...new Set(tree.all.map((name) => name.split("/")[0]))];
  for (const [name, owners] of [["docs/guides/premier-jour.md", /^à (vous|nous)$/], ["docs/guides/en/first-day.md", /^(yours|ours)$/]]) {
    const rows = page(name).text.split("\n").map((line) => line.split("|").map((cell) => cell.trim())).filter((cells) => owners.test(cells[2]));
    const named = rows.flatMap(([, paths]) => [...paths.matchAll(/`([^`/]+)/g)].map(([, path]) => path));
    assert.deepEqual(entries.filter((entry) => !named.includes(entry)), [], name);
  }
});

/** A code is `step.reason`; a file of Rust may have the name of a step. */
test("every code of a refusal exists", () => {
  const steps = /^(request|provider|login_attempt|authorization_response|token_response|id_token|user_info|session|access|end_session)\.(?!rs$)[a-z_]+$/;
  const refusals = tree.text("docs/refusals.md");
  const unknown = own.flatMap(({ name, text }) => partsOf(text).spans.filter((code) => steps.test(code) && !refusals.includes(`\`${code}\``)).map((code) => `${name}: ${code}`));
  assert.deepEqual(unknown, []);
});

test("the plan of tests has every person of the mock, once", () => {
  const persons = JSON.parse(tree.text("proconnect/mock/src/personas.json")).map(({ id }) => id).sort();
  for (const name of ["docs/guides/plan-de-test.md", "docs/guides/en/test-plan.md"]) {
    const rows = [...page(name).text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, id]) => id);
    assert.deepEqual(rows.sort(), persons, name);
  }
});
