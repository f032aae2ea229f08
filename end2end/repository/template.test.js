// Checks that `cargo leptos new` makes a complete project from this repository, with the given
// name.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { clone, files, filesOf, root, run, scratchFolder } from "./tree.js";

const OWN_NAME = "leptos-proconnect";

/** Files that make a project, and are not part of one. */
const ONLY_HERE = [".genignore", "cargo-generate.toml"];

// A project made from this repository also has these tests, but is not a template.
const skip = !existsSync(join(root, "cargo-generate.toml")) && "this project was made of another repository";

const scratch = scratchFolder();
const template = join(scratch, "template");
const text = (...path) => readFileSync(join(...path), "utf8");

/** The items between the brackets of `include`, without the leading slash. */
const named = () => [...text(root, "cargo-generate.toml").matchAll(/^ {2}"\/(.*)",$/gm)].map(([, name]) => name);

function make(folder, ...args) {
  mkdirSync(join(scratch, folder));
  const { status, text } = run(join(scratch, folder), "cargo", ["leptos", "new", ...args]);
  assert.equal(status, 0, text);
}

before(() => {
  if (skip) return;
  mkdirSync(template);
  clone(template);
  // A clone with files that work in it leaves behind.
  mkdirSync(join(template, "end2end/node_modules/a"), { recursive: true });
  mkdirSync(join(template, "public/dsfr"), { recursive: true });
  for (const name of [".env", "sessions.sqlite", "end2end/node_modules/a/a.js", "public/dsfr/a.css"]) {
    writeFileSync(join(template, name), "PROCONNECT_CLIENT_SECRET=of-this-machine\n{{ {% nothing\n");
  }
});

const expansions = [
  { how: "--path", args: ["--path", template, "--name", "mon-service"], name: "mon-service" },
  { how: "--git", args: ["--git", `file://${template}`, "--name", "mon-service"], name: "mon-service" },
  { how: "--path, of a name with spaces", args: ["--path", template, "--name", "Mon Service"], name: "mon-service" },
  { how: "--path, of a name that holds this one", args: ["--path", template, "--name", "leptos-proconnect-paris"], name: "leptos-proconnect-paris" },
];

for (const [index, { how, args, name }] of expansions.entries()) {
  test(`R08: cargo leptos new ${how} gives a whole project of that name`, { skip }, () => {
    make(`${index}`, ...args);
    const project = join(scratch, `${index}`, name);
    assert.deepEqual(filesOf(project), files().filter((file) => !ONLY_HERE.includes(file)));

    for (const file of filesOf(project)) {
      const [here, there] = [join(root, file), join(project, file)];
      assert.equal(statSync(there).mode & 0o111, statSync(here).mode & 0o111, `may ${file} be executed?`);
      const isSame = readFileSync(here).equals(readFileSync(there));
      assert.equal(isSame, !named().includes(file), file);
    }

    for (const file of named()) assert.doesNotMatch(text(project, file), /\{[{%]|[%}]\}| $/m, file);
    const manifest = text(project, "Cargo.toml");
    for (const line of [`name = "${name}"`, `output-name = "${name}"`]) assert.ok(manifest.includes(`\n${line}\n`), line);
    assert.match(text(project, "README.md"), new RegExp(`^# ${name}$`, "m"));
    assert.match(text(project, "README.fr.md"), new RegExp(`^# ${name}$`, "m"));
    assert.match(text(project, "publiccode.yml"), new RegExp(`^name: ${name}$`, "m"));
    assert.ok(text(project, "server/src/settings/site.rs").includes(`OUTPUT_NAME: &str = "${name}"`));

    const tree = run(project, "cargo", ["tree", "--locked", "--workspace", "--depth", "0"]);
    assert.equal(tree.status, 0, tree.text);
    assert.equal(run(project, "git", ["status"]).status, 0, "a repository of its own");
  });
}

test("R08: files that git ignores are not copied into a project", { skip }, () => {
  const rules = (file) => text(root, file).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.deepEqual(rules(".genignore"), rules(".gitignore"));
});

test("R08: the name is written where a project gets its own, and in the library", { skip }, () => {
  const elsewhere = files().filter((file) => /\.(rs|toml|json|js|ts|css|yml)$|^Makefile$|^\.ci\//.test(file) && text(root, file).includes(OWN_NAME));
  const library = ["proconnect/src/http.rs", "server/src/session_store/seal.rs", "server/src/settings/cookie_secret.rs"];
  // These programs pass the name themselves to the server that they start.
  const tests = ["proconnect/assurance/benches/silent_issuer/program.rs", "server/tests/connections/program.rs", "server/tests/it/boot.rs", "server/tests/it/check/doctor.rs", "server/tests/it/support/mod.rs"];
  const here = ["cargo-generate.toml", "end2end/repository/template.test.js", ...named()];
  assert.deepEqual(elsewhere.filter((file) => ![...library, ...tests, ...here].includes(file)), []);
});
