// Checks that a project made of this repository takes up a later version of it, by the commands of
// docs/guides/mettre-a-jour.md, without a conflict in what its team has changed.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { clone, commitAll, files, root, run, scratchFolder } from "./tree.js";

const scratch = scratchFolder();
const [upstream, cloned, copied, generated] = ["upstream", "cloned", "copied", "generated"].map((name) => join(scratch, name));
const text = (...path) => readFileSync(join(...path), "utf8");
let origin;

function succeeds(folder, program, ...args) {
  const who = { GIT_AUTHOR_NAME: "team", GIT_AUTHOR_EMAIL: "team@localhost", GIT_COMMITTER_NAME: "team", GIT_COMMITTER_EMAIL: "team@localhost" };
  const { status, text } = run(folder, program, args, who);
  assert.equal(status, 0, `${program} ${args.join(" ")}\n${text}`);
  return text.trim();
}

/** Replaces the words `before`, which the file must contain. */
function edit(folder, file, before, after) {
  const content = text(folder, file);
  assert.ok(content.includes(before), `${file} has no ${before}`);
  writeFileSync(join(folder, file), content.replace(before, () => after));
}

/** Runs the commands of the guide, without those of make, under the heading that begins with `heading`. */
function follow(folder, guide, heading) {
  const section = text(root, guide).split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, lines]) => lines).join("");
  assert.match(commands, /^git /m, `${guide}: ${heading}`);
  succeeds(folder, "bash", "-euc", commands.replaceAll("https://git.example/leptos-proconnect.git", upstream).replace(/^make .*$/gm, ""));
}

/** A team's first weeks. */
function work(folder) {
  succeeds(folder, ".ci/rename", "Registre des phares", "phares@mer.example");
  edit(folder, "app/src/service.rs", "Un modèle de service public avec ProConnect", "Les feux de la côte, et qui les allume");
  edit(folder, "app/src/pages.rs", "pub mod session_over;", "pub mod lighthouses;\npub mod session_over;");
  edit(folder, "app/src/pages.rs", "        path: ACCOUNT,\n", '        path: "/phares",\n    },\n    Page {\n        path: ACCOUNT,\n');
  writeFileSync(join(folder, "app/src/pages/lighthouses.rs"), "//! The lighthouses.\n");
  edit(folder, "style/tokens.css", "#0d5261", "#7a0044");
  edit(folder, "README.fr.md", "Un service public prêt à reprendre", "Le registre des phares, tiré de");
  edit(folder, "Cargo.toml", "\n[workspace.lints.rust]", '\n# Ours\ngeo-types = "0.7"\n\n[workspace.lints.rust]');
  commitAll(folder);
}

const bumped = 'jsonwebtoken = { version = "99.1.0"';

/** A later version of the template: the library, a dependency, the documents of a version. */
function release() {
  edit(upstream, "README.fr.md", "[MIT](LICENSE).", "[MIT](LICENSE), toujours.");
  commitAll(upstream);
  edit(upstream, "proconnect/src/lib.rs", "\nmod ", "\n// Of the later version.\nmod ");
  writeFileSync(join(upstream, "proconnect/src/later.rs"), "//! New.\n");
  edit(upstream, "app/src/service_requests/list.rs", "\nuse ", "\n// Of the later version.\nuse ");
  writeFileSync(join(upstream, "Cargo.toml"), text(upstream, "Cargo.toml").replace(/jsonwebtoken = \{ version = "[\d.]+"/, bumped));
  edit(upstream, "CHANGELOG.md", "\n## ", "\n## 99.0.0 - 2030-01-01\n\n- A later version.\n\n## ");
  edit(upstream, "UPGRADE.md", "\n## ", "\n## 99.0.0\n\nNothing to do.\n\n## ");
  commitAll(upstream);
}

function hasBoth(folder) {
  assert.equal(succeeds(folder, "git", "status", "--porcelain"), "", "nothing is left to merge or to commit");
  for (const [file, words] of [
    [".template", `commit = "${origin}"`],
    ["app/src/service.rs", '"Registre des phares"'],
    ["app/src/service.rs", '"phares@mer.example"'],
    ["app/src/pages.rs", '"/phares"'],
    ["style/tokens.css", "#7a0044"],
    ["Cargo.toml", 'output-name = "registre-des-phares"'],
    ["Cargo.toml", 'geo-types = "0.7"'],
    ["Cargo.toml", bumped],
    ["README.fr.md", "Le registre des phares, tiré de"],
    ["README.fr.md", "[MIT](LICENSE), toujours."],
    ["proconnect/src/lib.rs", "// Of the later version."],
    ["proconnect/src/later.rs", "//! New."],
    ["CHANGELOG.md", "## 99.0.0"],
  ]) assert.ok(text(folder, file).includes(words), `${file}: ${words}`);
}

before(() => {
  // The template's history is older than `make rename`.
  mkdirSync(upstream);
  succeeds(upstream, "git", "init", "--quiet", "--initial-branch", "main");
  cpSync(join(root, "LICENSE"), join(upstream, "LICENSE"));
  commitAll(upstream);
  clone(upstream);
  // The commits before and after the one that projects are made of differ in a file that `make rename` changes too.
  const readme = text(upstream, "README.md");
  writeFileSync(join(upstream, "README.md"), `${readme}\nA line of before.\n`);
  succeeds(upstream, "git", "commit", "--quiet", "--amend", "--all", "--no-edit");
  writeFileSync(join(upstream, "README.md"), readme);
  commitAll(upstream);
  origin = succeeds(upstream, "git", "rev-parse", "HEAD");

  succeeds(scratch, "git", "clone", "--quiet", upstream, cloned);
  // A forge makes a project of a template with the same files, in one commit of another history.
  mkdirSync(copied);
  clone(copied);
  succeeds(scratch, "cargo", "leptos", "new", "--git", `file://${upstream}`, "--name", "generated");
  work(cloned);
  work(copied);
  // This team commits for the first time after its first weeks.
  work(generated);
  release();
});

test("a renamed clone merges a later version without a conflict", () => {
  follow(cloned, "docs/guides/mettre-a-jour.md", "Une fois");
  follow(cloned, "docs/guides/mettre-a-jour.md", "À chaque version");
  hasBoth(cloned);
  // The next time, the branch is there already.
  follow(cloned, "docs/guides/mettre-a-jour.md", "À chaque version");
});

for (const [how, folder, guide, once, without, each] of [
  ["use this template", copied, "docs/guides/mettre-a-jour.md", "Une fois", "Sans l’historique", "À chaque version"],
  ["cargo leptos new", generated, "docs/guides/en/updating.md", "Once", "Without the history", "At each version"],
]) {
  test(`a project of ${how} finds its commit, and merges a later version without a conflict`, () => {
    assert.match(text(folder, ".template"), /^commit = "unknown"$/m);
    for (const heading of [once, without, each]) follow(folder, guide, heading);
    hasBoth(folder);
  });
}

test("what a team has removed stays removed, by the command of the guide", () => {
  const folder = join(scratch, "without");
  succeeds(scratch, "git", "clone", "--quiet", "--branch", "main", upstream, folder);
  succeeds(folder, "git", "reset", "--quiet", "--hard", origin);
  for (const file of files().filter((name) => name.includes("service_requests"))) rmSync(join(folder, file));
  commitAll(folder);
  assert.equal(run(folder, "git", ["merge", "--quiet", "origin/main"]).status, 1);
  follow(folder, "docs/guides/mettre-a-jour.md", "Un fichier");
  assert.equal(succeeds(folder, "git", "status", "--porcelain"), "");
});
