// No two modules depend on each other, be it through others: each can be read after those that it names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { circles } from "./modules.js";
import { files, root } from "./tree.js";

for (const folder of ["app/src", "server/src", "proconnect/src"]) {
  test(`the modules of ${folder} form no circle`, () => {
    const names = files().filter((file) => file.startsWith(`${folder}/`) && file.endsWith(".rs"));
    assert.notDeepEqual(names, []);
    const sources = names.map((file) => [file.slice(folder.length + 1), readFileSync(join(root, file), "utf8")]);
    assert.deepEqual(circles(Object.fromEntries(sources)), []);
  });
}

/** Files whose modules form a circle, by the way in which they do. */
const examples = {
  "two files name each other": { "a.rs": "use crate::b::B;", "b.rs": "fn f() { super::a::g() }" },
  "three files name the next": { "a.rs": "use crate::b::B;", "b.rs": "use crate::{c::C, d};", "c.rs": "use crate::a::A;", "d.rs": "" },
  "a child names an item of its parent": { "a.rs": "mod b; pub struct A; fn f() { b::g() }", "a/b.rs": "use super::A;" },
  "a file is named through a re-export": { "lib.rs": "pub use a::A;", "a.rs": "pub struct A; use crate::b::B;", "b.rs": "use crate::A;" },
  "an item is named under an alias": { "a.rs": "use crate::b::B as C;", "b.rs": "use crate::{a::{self, A}};" },
  "a method of a type is in another file": { "a.rs": "pub struct A; fn f(a: A) { a.m() }", "b.rs": "use crate::a::A; impl A { fn m(self) {} }" },
  "two folders name each other": { "a/x.rs": "use crate::b::y::Y;", "a/z.rs": "", "b/y.rs": "", "b/w.rs": "use crate::a::z::Z;", "a.rs": "", "b.rs": "" },
};

for (const [how, sources] of Object.entries(examples)) {
  test(`a circle is found where ${how}`, () => {
    assert.equal(circles({ "lib.rs": "", ...sources }).length, 1);
  });
}

test("contents, comments, texts and tests make no circle", () => {
  const sources = {
    "lib.rs": "mod a; pub use a::A;",
    "a.rs": "mod b; pub use b::B; mod c; #[cfg(test)] mod tests; // super::c::C\n const T: &str = \"c::f()\"; pub struct A;",
    "a/b.rs": "use super::c::C; pub struct B; #[cfg(test)] mod tests { use crate::d::D; }",
    "a/c.rs": "pub struct C; /* use super::B; */",
    "a/tests.rs": "use super::b::B; use crate::d::D;",
    "d.rs": "use crate::a::{A, B};",
  };
  assert.deepEqual(circles(sources), []);
});
