// The search for stale documentation finds each kind of fault in a sample, and none in a page that is right.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTree } from "./docs-tree.js";
import { brokenLinks, missingCommands, missingPaths, missingTargets, unknownVariables } from "./docs.js";
import { differences } from "./translations.js";

// No path is excused here, whatever a team has made or deleted.
const tree = { ...readTree(), isExcused: () => false };
const page = (text, name = "docs/guides/sample.md") => ({ name, text });

/** A search, a text without a fault, and texts with one. */
const searches = {
  "a link": [
    brokenLinks,
    "[a](../configuration.md#which-scopes) [b](https://nowhere.example/x.md) [c](#here) [d](../)\n\n## Here\n",
    ["[a](../no-page.md)", "[a](../configuration.md#no-heading)", "[a](#nowhere)", "[a\nb](../no-page.md)", "![a](../no-picture.png)"],
  ],
  "a path": [
    missingPaths,
    "`app/src/service.rs` `server/src/` `web/callback.rs` `server/src/*.rs` `text/html` `target/release/server`\n\n```rust\n// app/src/pages/mine.rs\n```\n\n`app/src/pages/mine.rs`",
    ["`app/src/no_file.rs`", "`server/no-folder/`", "`no_file.rs`", "`docs/*.rs`", "```sh\n.ci/no-script now\n```\n", "```sh\ncp server/no.conf /etc/\n```\n"],
  ],
  "a target of make": [
    missingTargets,
    "`make test` and make a wish\n\n```sh\nNAME=1 make dev   # then make nothing\n```\n",
    ["`make no-such`", "```sh\nmake test && make nosuch\n```\n", "```sh\nmake nosuch NAME=x\n```\n"],
  ],
  "a command": [
    missingCommands,
    "`server check --json`, `server agents role --email X`, `server`, `mock-proconnect audit --start URL`, `mock-proconnect --host H`\n\n```sh\nDATABASE_URL='x' server migrate\ntarget/release/server sessions end --all 2>> journal\n```\n",
    ["`server verify`", "`server sessions remove`", "`server check --yaml`", "`mock-proconnect attack`", "`mock-proconnect --nobody`", "```sh\ntarget/debug/server verify\n```\n"],
  ],
  "a variable": [
    unknownVariables,
    "`PROCONNECT_SCOPES` `RUST_LOG` `LEPTOS_SITE_ADDR` `OTHER_WAY_IN` `HTTPS_PROXY` and NO_CODE here",
    ["`PROCONNECT_SCOPE`", "`SESSION_MINUTES`", "`NO_SUCH_NAME`", "```sh\nCOOKIE_SECRETS=1\n```\n"],
  ],
};

for (const [what, [search, right, wrong]] of Object.entries(searches)) {
  test(`${what} that is right is no fault, and each that is not is one`, () => {
    assert.deepEqual(search(page(right), tree), []);
    for (const text of wrong) assert.equal(search(page(text), tree).length, 1, text);
  });
}

test("two languages differ by a heading, a command or a variable, and not by a comment or a value", () => {
  const french = "# Un\n\n## Deux\n\n`PORT` `RUST_LOG`\n\n```sh\nserver agents export --sub VALEUR   # un commentaire\n```\n";
  const english = "# One\n\n## Two\n\n`RUST_LOG`\n\n```sh\nserver agents export --sub VALUE\n```\n";
  assert.deepEqual(differences(page(french), page(english)), []);
  for (const [from, to] of [["## Two", "### Two"], ["export", "forget"], ["RUST_LOG", "METRICS_ADDR"], ["```sh\n", "```sh\nmake dev\n"]]) {
    assert.equal(differences(page(french), page(english.replace(from, to))).length, 1, to);
  }
});
