// The files that a forge reads, beyond what their linters know (`make forge`): pins, and the commands of the README.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { files, root } from "./tree.js";

const text = (name) => readFileSync(join(root, name), "utf8");
const all = (name, pattern) => [...text(name).matchAll(pattern)].map(([, found]) => found);

// A team keeps the files of its forge, and may delete the other's.
const github = files().filter((name) => /^\.github\/workflows\/.*\.yml$/.test(name));
const gitlab = existsSync(join(root, ".gitlab-ci.yml")) ? [".gitlab-ci.yml"] : [];

/** The targets of make in the commands of some files, and in what the reusable workflow is given. */
function targets(names) {
  const commands = names.flatMap((name) => all(name, /^ *(?:- |- run: |run: )make ([a-z0-9 ]+)$/gm));
  const given = names.flatMap((name) => all(name, /^ +target: ([a-z0-9]+)$/gm));
  return [...new Set([...commands.flatMap((command) => command.split(" ")), ...given])].sort();
}

test("every action is pinned by its commit, with its version beside it", { skip: !github.length }, () => {
  const actions = github.flatMap((name) => all(name, /^ *(?:- )?uses: (.*)$/gm)).filter((action) => !action.startsWith("./"));
  assert.ok(actions.length > 5, `${actions.length} actions`);
  for (const action of actions) assert.match(action, /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("no job leaves its token in the clone", { skip: !github.length }, () => {
  for (const name of github) {
    assert.equal(all(name, /uses: (actions\/checkout@)/g).length, all(name, /(persist-credentials: false)$/gm).length, name);
  }
});

test("every image of GitLab's jobs is pinned by its digest, with its version", { skip: !gitlab.length }, () => {
  const images = gitlab.flatMap((name) => all(name, /^ *image: (.*)$/gm));
  assert.ok(images.length > 0);
  for (const image of images) assert.match(image, /^[\w./-]+:\d+\.\d+\.\d+[\w-]*@sha256:[0-9a-f]{64}$/);
});

test("the forges run targets that the Makefile has", () => {
  const known = new Set(all("Makefile", /^([a-z0-9-]+):/gm));
  for (const target of targets([...github, ...gitlab])) assert.ok(known.has(target), target);
});

test("both forges run the same targets", { skip: !(github.length && gitlab.length) }, () => {
  assert.deepEqual(targets(github), targets(gitlab));
  for (const target of ["advisories", "assurance", "forge", "sbom", "supply", "test"]) {
    assert.ok(targets(github).includes(target), target);
  }
});

test("an image of Rust is of the version in rust-toolchain.toml", () => {
  const [version] = all("rust-toolchain.toml", /^channel = "(\d+\.\d+\.\d+)"$/gm);
  assert.ok(version);
  const named = files().filter((name) => /(^|\/)(Containerfile|Dockerfile|.*\.ya?ml|devcontainer\.json)$/.test(name));
  for (const name of named) {
    for (const image of all(name, /\brust:([\d.]+)/g)) {
      // The mock's image names the first number alone: the library does not depend on the pin.
      assert.ok(`${version}.`.startsWith(`${image}.`), `${name}: rust:${image}`);
    }
  }
});

test("the checkers' lock file has each version that is asked for, by checksum", () => {
  const wanted = all(".ci/tools/requirements.in", /^([a-z][\w.-]*)(?:\[[\w-]+\])?==.*$/gm);
  assert.ok(wanted.length > 4);
  for (const name of wanted) {
    const [version] = all(".ci/tools/requirements.in", new RegExp(`^${name}(?:\\[[\\w-]+\\])?==(.*)$`, "gm"));
    assert.match(text(".ci/tools/requirements.txt"), new RegExp(`^${name}==${version.replaceAll(".", "\\.")} \\\\\\n +--hash=sha256:[0-9a-f]{64}`, "m"));
  }
});

test("the command line of wasm-bindgen is of the library's version", () => {
  const [version] = all("Cargo.toml", /^wasm-bindgen = "=(.*)"$/gm);
  assert.deepEqual(all(".ci/tools/wasm-bindgen/Cargo.toml", /^wasm-bindgen-cli = \{ version = "=([^"]*)"/gm), [version]);
});
