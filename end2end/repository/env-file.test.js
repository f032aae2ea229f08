// .env.example, read by cargo-leptos' parser. cargo-leptos, and so `make dev`, stops at the first
// line that this parser rejects.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { clone, root, run, scratchFolder } from "./tree.js";

const scratch = scratchFolder();
const project = join(scratch, "project");
const target = join(scratch, "target");

const example = readFileSync(join(root, ".env.example"), "utf8");
const uncommented = example.replaceAll(/^#([A-Z_]+=)/gm, "$1");

/** A build with the program `true` instead of cargo. */
function cargoLeptos(envFile) {
  writeFileSync(join(project, ".env"), envFile);
  const environment = { LEPTOS_BIN_CARGO_COMMAND: "true", CARGO_TARGET_DIR: target };
  return run(project, "cargo", ["leptos", "build", "--server-only"], environment);
}

before(() => {
  mkdirSync(project);
  clone(project);
  mkdirSync(join(target, "debug"), { recursive: true });
  writeFileSync(join(target, "debug/server"), "");
});

test("R09: cargo-leptos reads the example with every line uncommented", () => {
  const variables = [...uncommented.matchAll(/^[A-Z_]+=/gm)];
  assert.ok(variables.length > 20, `${variables.length} variables`);
  const { status, text } = cargoLeptos(uncommented);
  assert.equal(status, 0, text);
});

test("R09: and with any one line uncommented", () => {
  for (const [line] of example.matchAll(/^#[A-Z_]+=.*$/gm)) {
    const { status, text } = cargoLeptos(example.replace(line, line.slice(1)));
    assert.equal(status, 0, `${line}: ${text}`);
  }
});

test("R09: this test would see a value with spaces that has no quotes", () => {
  const { status, text } = cargoLeptos("PROCONNECT_SCOPES=openid given_name\n");
  assert.notEqual(status, 0);
  assert.match(text, /Error parsing line/);
});

test("R10: the command that the example gives for a secret writes one line, which cargo-leptos reads", () => {
  const [, command] = /in base64, on one line: (.*)$/m.exec(example);
  const made = run(project, "sh", ["-c", command]);
  assert.equal(made.status, 0, made.text);
  assert.match(made.text, /^[A-Za-z0-9+/]{86}==$/);
  const { status, text } = cargoLeptos(`COOKIE_SECRET=${made.text}\n`);
  assert.equal(status, 0, text);
});
