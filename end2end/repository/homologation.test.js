// Holds the security officer's file to the repository: evidence, requirements, data, cookies, flows, threats.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { REQUIREMENTS } from "./asvs.js";
import { evidenceIn, faultsOfEvidence, testsIn } from "./evidence.js";
import { asvs, columnsIn, cookiesIn, dossier, migrations, sources } from "./homologation.js";
import { faultsOfCookies, faultsOfCounts, faultsOfData, faultsOfFlows, faultsOfRequirements, faultsOfThreats } from "./homologation.js";
import { root } from "./tree.js";

const example = readFileSync(join(root, ".env.example"), "utf8");
/** The tables of the worked feature, which a team may remove. */
const isDeleted = (table) => table.startsWith("service_request") && !existsSync(join(root, "app/src/service_requests"));

test("each piece of evidence exists, and each test that is named is a test of its file", () => {
  assert.ok(evidenceIn(dossier()).length > 100 && evidenceIn(asvs()).length > 200);
  assert.deepEqual([...faultsOfEvidence(dossier()), ...faultsOfEvidence(asvs())], []);
});

test("each requirement of ASVS 5.0, levels 1 and 2, has one row with a verdict and a reason", () => {
  assert.deepEqual([REQUIREMENTS[1].length, REQUIREMENTS[2].length], [70, 183]);
  assert.deepEqual([...faultsOfRequirements(asvs(), REQUIREMENTS), ...faultsOfCounts(asvs())], []);
});

test("each column of the database is in the map of the data", () => {
  assert.ok(columnsIn(migrations()).get("agent_sessions").includes("environment"));
  assert.deepEqual(faultsOfData(dossier(), migrations(), isDeleted), []);
});

test("each cookie that the code sets is in the table of cookies", () => {
  assert.ok(cookiesIn(sources()).size >= 7);
  assert.deepEqual(faultsOfCookies(dossier(), cookiesIn(sources())), []);
});

test("each address and variable of the flows exists", () => assert.deepEqual(faultsOfFlows(dossier(), sources(), example), []));

test("each threat has evidence", () => assert.deepEqual(faultsOfThreats(dossier()), []));

const none = { exists: (path) => path === "a/b.rs" || path === "a/c.md", isDeleted: (path) => path.startsWith("gone/") };
const text = (path) => (path === "a/b.rs" ? "#[tokio::test(a)]\n// why\nasync fn tested() {}\nfn helper() {}" : "## Un titre\n| A-01 | lie |\n");

test("evidence that is missing is found", () => {
  const faults = (evidence) => faultsOfEvidence(`\`${evidence}\``, { ...none, text }).length;
  const good = ["a/b.rs", "a/b.rs::tested", "a/c.md::A-01", "a/c.md#un-titre", "gone/d.rs::tested"];
  assert.deepEqual(good.map(faults), good.map(() => 0));
  const bad = ["a/x.rs", "a/b.rs::helper", "a/b.rs::test", "a/c.md::A-02", "a/c.md#autre"];
  assert.deepEqual(bad.map(faults), bad.map(() => 1));
});

test("a test is known by its attribute, its macro or its call", () => {
  assert.deepEqual(testsIn("x.rs", "in_each!(one: sqlite);\non_every_store![\n    two,\n    three,\n];\nfn one() {}"), ["one", "two", "three"]);
  assert.deepEqual(testsIn("x.spec.ts", 'test("B-01 a", f);\n  test(`${name} b`, f);\n// testing("c")'), ["B-01 a", "${name} b"]);
});

test("a requirement that is missing, twice, unproven or misjudged is found", () => {
  const row = (id, level, verdict, proof) => `| v5.0.0-${id} | ${level} | sujet | ${verdict} | ${proof} |`;
  const faults = (...lines) => faultsOfRequirements(lines.join("\n"), { 1: ["1.1.1"], 2: ["1.1.2"] });
  const first = row("1.1.1", 1, "tenu", "`a/b.rs`");
  const second = row("1.1.2", 2, "sans objet", "aucun");
  assert.deepEqual(faults(first, second), []);
  assert.deepEqual(faults(first), ["1.1.2 has 0 rows"]);
  assert.deepEqual(faults(first, second, second), ["1.1.2 has 2 rows"]);
  assert.deepEqual(faults(first, row("1.1.2", 2, "tenu", "sur parole")), ["1.1.2 has no evidence"]);
  assert.deepEqual(faults(first, row("1.1.2", 1, "oui", "")), ["1.1.2 is of level 2", "1.1.2 has no such verdict as oui", "1.1.2 gives no reason"]);
  assert.equal(faults(first, second, row("9.9.9", 2, "sans objet", "aucun")).length, 1);
  const counts = (numbers) => faultsOfCounts(`| V1 Un | ${numbers} |\n${first}\n${second}`).length;
  assert.deepEqual(["1 | 0 | 1 | 0", "2 | 0 | 0 | 0"].map(counts), [0, 1]);
});

test("a column, a cookie, an address or a threat that is left out is found, and so is one that is gone", () => {
  const sql = ["-- A, b\nCREATE TABLE t (\n id UUID PRIMARY KEY,\n n TEXT CHECK (n IN ('a', 'b')),\n PRIMARY KEY (id, n)\n);", "ALTER TABLE t ADD COLUMN late TEXT;"];
  assert.deepEqual(columnsIn(sql).get("t"), ["id", "n", "late"]);
  const map = "### Table `t`\n\n| `id`, `n` | x |\n| `old` | x |\n\n## Flux\n";
  assert.deepEqual(faultsOfData(map, sql), ["the map of the data has no row of t.late", "no migration makes t.old"]);
  const cookies = cookiesIn(['const A: &str = "__Host-a=; Path=/";\n#[cfg(test)]\nmod tests { const B: &str = "__Host-b"; }']);
  assert.deepEqual([...cookies], ["__Host-a"]);
  assert.deepEqual(faultsOfCookies("## Cookies\n\n| `__Host-c…` | x |\n", cookies), ["the table of cookies has no __Host-a", "no code sets __Host-c"]);
  const flows = "## Flux\n\n| `GET /a/b` | `/c` | `KNOWN` | `UNKNOWN_ONE` |\n";
  assert.deepEqual(faultsOfFlows(flows, ['route("/a/b")'], "KNOWN=1"), ["no route is /c", "nothing reads UNKNOWN_ONE"]);
  assert.deepEqual(faultsOfThreats("## Menaces\n\n| menace | mesure | preuve |\n|---|---|---|\n| un | b | `a/b.rs` |\n| deux | b | promis |\n"), ["deux: no evidence"]);
});
