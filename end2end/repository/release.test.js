// Checks that a release build has no crate of the mock issuer, without any option.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, run, scratchFolder } from "./tree.js";

const ofTheMock = ["mock-proconnect", "maud"];

function crates(...args) {
  const { status, text } = run(root, "cargo", ["tree", "--locked", "--package", "server", "--edges", "normal", "--prefix", "none", ...args]);
  assert.equal(status, 0, text);
  return ofTheMock.filter((name) => text.split("\n").some((line) => line.startsWith(`${name} v`)));
}

test("no crate of the mock is in the graph of a release build, and all are in that of development", () => {
  assert.deepEqual(crates(), []);
  assert.deepEqual(crates("--features", "development"), ofTheMock);
});

test("cargo-leptos builds the server with a command that adds the mock in development only", () => {
  assert.match(readFileSync(join(root, "Cargo.toml"), "utf8"), /^bin-cargo-command = "sh \.ci\/cargo-of-leptos"$/m);
  const bin = join(scratchFolder(), "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "cargo"), '#!/bin/sh\necho "$@"\n');
  chmodSync(join(bin, "cargo"), 0o755);
  const asked = (...args) => run(root, "sh", [".ci/cargo-of-leptos", ...args], { PATH: `${bin}:${process.env.PATH}` }).text.trim();
  const server = ["build", "--package=server", "--bin=server", "--no-default-features"];
  assert.equal(asked(...server), "build --features development --package=server --bin=server --no-default-features");
  for (const profile of ["--release", "--profile=production"]) {
    assert.equal(asked(...server, profile), [...server, profile].join(" "));
  }
});
