// Checks that a project of its own is whole and bears its own name, whichever way it was made of this repository:
// a clone, `cargo leptos new`, or a copy without history; and `make rename` in each.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { clone, commitAll, files, filesOf, root, run, scratchFolder } from "./tree.js";

const OWN_NAME = /leptos.proconnect/i;
const NAME = "L’été d'œuvre \"R&D\" / a|b $HOME `x` \\1";
const TECHNICAL = "l-ete-d-oeuvre-r-d-a-b-home-x-1";

/** Files that make a project, and are not part of one that `cargo leptos new` makes. */
const ONLY_HERE = [".ci/after-new.rhai", ".genignore", "cargo-generate.toml"];

/** The files that `make rename` changes. */
const NAMED = ["Cargo.toml", "README.fr.md", "README.md", "app/src/service.rs", "publiccode.yml", "server/src/settings/site.rs"];

/** Files in which the template's name stays, beside the documents, which have its address. */
const LEFT = [
  // The address and the authors of the template.
  "README.fr.md", "README.md", "LICENSE", ".ci/left-to-decide",
  // The library's user agent, and the purposes of keys: another purpose would end every session.
  "proconnect/src/http.rs", "server/src/session_store/seal.rs", "server/src/settings/cookie_secret.rs",
  // These programs pass a name themselves to the server that they start.
  "proconnect/assurance/benches/silent_issuer/program.rs", "server/tests/connections/program.rs", "server/tests/it/boot.rs", "server/tests/it/check/doctor.rs",
  // These tests.
  "end2end/repository/template.test.js", "end2end/repository/upgrade.test.js",
];

const scratch = scratchFolder();
const template = join(scratch, "template");
const text = (...path) => readFileSync(join(...path), "utf8");
const rename = (folder, name, ...more) => run(folder, "make", ["rename", `NAME=${name}`, ...more]);

function succeeds({ status, text }) {
  assert.equal(status, 0, text);
  return text;
}

/** A copy without git, as an archive of a forge has it. */
function copy(folder) {
  succeeds(run(scratch, "git", ["clone", "--quiet", "--depth", "1", `file://${template}`, folder]));
  rmSync(join(folder, ".git"), { recursive: true });
}

let head;
before(() => {
  mkdirSync(template);
  // The template's history is older than `make rename`.
  succeeds(run(template, "git", ["init", "--quiet", "--initial-branch", "main"]));
  cpSync(join(root, "LICENSE"), join(template, "LICENSE"));
  commitAll(template);
  clone(template);
  head = succeeds(run(template, "git", ["rev-parse", "HEAD"])).trim();
  // A clone with files that work in it leaves behind.
  mkdirSync(join(template, "end2end/node_modules/a"), { recursive: true });
  mkdirSync(join(template, "public/dsfr"), { recursive: true });
  for (const name of [".env", "sessions.sqlite", "end2end/node_modules/a/a.js", "public/dsfr/a.css"]) {
    writeFileSync(join(template, name), "PROCONNECT_CLIENT_SECRET=of-this-machine\n{{ {% nothing\n");
  }
});

const leptosNew = (folder, from, name) => {
  mkdirSync(folder);
  const said = succeeds(run(folder, "cargo", ["leptos", "new", ...from(), "--name", name]));
  assert.match(said, /make rename NAME=/);
  return join(folder, "mon-service");
};

const ways = [
  ["in a clone", (folder) => succeeds(run(scratch, "git", ["clone", "--quiet", template, folder])) === "" && folder],
  ["after cargo leptos new --path", (folder) => leptosNew(folder, () => ["--path", template], "mon-service")],
  ["after cargo leptos new --git, of a name with spaces", (folder) => leptosNew(folder, () => ["--git", `file://${template}`], "Mon Service")],
  ["in a copy without git", (folder) => (copy(folder), folder)],
];

for (const [index, [how, make]] of ways.entries()) {
  test(`R08: make rename ${how} gives a whole project of that name`, () => {
    const project = make(join(scratch, `${index}`));
    const isNew = how.includes("leptos new");
    succeeds(rename(project, NAME));
    const expected = files().filter((file) => !isNew || !ONLY_HERE.includes(file));
    assert.deepEqual(filesOf(project), [...expected, ".template"].sort());
    for (const file of expected) {
      const [here, there] = [join(root, file), join(project, file)];
      assert.equal(statSync(there).mode & 0o111, statSync(here).mode & 0o111, `may ${file} be executed?`);
      assert.equal(readFileSync(here).equals(readFileSync(there)), !NAMED.includes(file), file);
    }
    const named = filesOf(project).filter((file) => !file.startsWith("docs/") && OWN_NAME.test(text(project, file)));
    assert.deepEqual(named.filter((file) => !LEFT.includes(file) && !ONLY_HERE.includes(file)), []);

    const commit = how === "in a clone" ? head : "unknown";
    assert.match(text(project, ".template"), new RegExp(`^version = "\\d+\\.\\d+\\.\\d+"\ncommit = "${commit}"$`, "m"));
    for (const line of [`name = "${TECHNICAL}"`, `output-name = "${TECHNICAL}"`]) assert.ok(text(project, "Cargo.toml").includes(`\n${line}\n`), line);
    assert.ok(text(project, "server/src/settings/site.rs").includes(`OUTPUT_NAME: &str = "${TECHNICAL}"`));
    for (const file of ["README.md", "README.fr.md"]) assert.ok(text(project, file).startsWith(`# ${NAME}\n`), file);
    assert.equal(JSON.parse(/^name: (.*)$/m.exec(text(project, "publiccode.yml"))[1]), NAME);
    // The escapes of Rust are those of JSON here.
    assert.equal(JSON.parse(/^pub const NAME: &str = (.*);$/m.exec(text(project, "app/src/service.rs"))[1]), NAME);

    const tree = run(project, "cargo", ["tree", "--locked", "--workspace", "--depth", "0"]);
    assert.equal(tree.status, 0, tree.text);
    if (isNew) assert.equal(run(project, "git", ["status"]).status, 0, "a repository of its own");
  });
}

test("a second name takes the place of the first, and the same name changes nothing", () => {
  const [once, twice] = [join(scratch, "once"), join(scratch, "twice")];
  const contents = (folder) => filesOf(folder).map((file) => `${file}\n${text(folder, file)}`);
  for (const folder of [once, twice]) copy(folder);
  const last = ["Mon service", "CONTACT=equipe@mer.example.fr"];
  succeeds(rename(once, ...last));
  for (const args of [["leptos"], [NAME, "CONTACT=a.b@c.example"], last]) succeeds(rename(twice, ...args));
  assert.deepEqual(contents(twice), contents(once));
  assert.match(succeeds(rename(twice, ...last)), /Changed: nothing\./);
  assert.deepEqual(contents(twice), contents(once));

  // The contact of the template is left in documents, as an example, and in a test of the server.
  const contact = /CONTACT_EMAIL: &str = "(.*)";/.exec(text(root, "app/src/service.rs"))[1];
  const left = filesOf(once).filter((file) => text(once, file).includes(contact) && !file.startsWith("docs/"));
  assert.deepEqual(left, ["server/src/security_txt.rs"]);
});

test("make rename lists the placeholders that the team has not written over", () => {
  const folder = join(scratch, "left");
  copy(folder);
  const listed = () => [...succeeds(rename(folder, "Mon service")).matchAll(/^ {2}(\S+):(\d+) +(\w+)/gm)].map(([, file, line, what]) => {
    if (file === "app/src/service.rs") assert.ok(text(folder, file).split("\n")[line - 1].startsWith(`pub const ${what}:`), `${file}:${line} ${what}`);
    return `${file} ${what}`;
  });
  for (const name of ["CONTACT_EMAIL", "PUBLISHER", "PUBLISHER_ADDRESS", "HOST_PHONE", "MISSION", "ACCESSIBILITY", "NOTICE"]) {
    assert.ok(listed().includes(`app/src/service.rs ${name}`), name);
  }
  const service = join(folder, "app/src/service.rs");
  writeFileSync(service, text(service).replace("Administration d’exemple", "Phares et balises").replace("01\\u{a0}99", "02\\u{a0}98"));
  const now = listed();
  for (const name of ["PUBLISHER", "PUBLISHER_PHONE"]) assert.ok(!now.includes(`app/src/service.rs ${name}`), name);
});

test("the name stays formatted code, short or long", () => {
  const folder = join(scratch, "formatted");
  copy(folder);
  // Around the lengths at which rustfmt writes such a constant on two lines, and on one again.
  for (const length of [74, 75, 93, 94, 100]) {
    const name = "à".repeat(length);
    succeeds(rename(folder, name));
    succeeds(run(folder, "rustfmt", ["--check", "--edition", "2024", "--config", "skip_children=true", "app/src/service.rs"]));
  }
});

test("a name or a contact that cannot be one is refused, and nothing changes", () => {
  const folder = join(scratch, "refused");
  copy(folder);
  const before = filesOf(folder).map((file) => text(folder, file));
  const refused = [
    [["rename"], /A name is needed/],
    [["rename", "NAME= "], /A name is needed/],
    [["rename", "NAME=«…»"], /needs a letter/],
    [["rename", "NAME=a\tb"], /on one line/],
    [["rename", "NAME=a\u202Eb"], /invisible/],
    [["rename", `NAME=${"a".repeat(101)}`], /too long/],
    [["rename", "NAME=Mon service", "CONTACT=equipe"], /no e-mail address/],
  ];
  for (const [args, why] of refused) {
    // The name of a machine, as some systems set it, is not the name of a service.
    const { status, text } = run(folder, "make", args, { NAME: "MACHINE", CONTACT: "a@b.example" });
    assert.equal(status, 2, text);
    assert.match(text, why);
  }
  assert.deepEqual(filesOf(folder).map((file) => text(folder, file)), before);
});

test("R08: files that git ignores are not copied into a project", () => {
  const rules = (file) => text(root, file).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.deepEqual(rules(".genignore"), rules(".gitignore"));
});
