// `make dev` on a machine without cargo-leptos: the page first, then the tools, then the watch. cargo is a script here:
// it writes down what it is asked, and builds a server that waits.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { clone, root, run, scratchFolder } from "./tree.js";

const versions = (text, pattern) => pattern.exec(text)?.[1];
const cargoLeptos = versions(readFileSync(join(root, ".ci/install-tools"), "utf8"), /^cargo_leptos=(.*)$/m);
const wasmBindgen = versions(readFileSync(join(root, "Cargo.toml"), "utf8"), /^wasm-bindgen = "=(.*)"$/m);

/** A folder for the PATH, whose cargo installs the tools unless `fails`. */
function tools(folder, fails) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const program = (name, text) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program("rustc", "echo /tmp");
  program("cc", "exit 0");
  program("wasm-bindgen", `[ -e "${bin}/wasm" ] && echo "wasm-bindgen ${wasmBindgen}"`);
  program(
    "cargo",
    `case "$*" in
      "leptos --version") [ -e "${bin}/leptos" ] && echo "cargo-leptos ${cargoLeptos}" ;;
      *fmt*|*clippy*) exit 0 ;;
      install*cargo-leptos*) ${fails ? "echo no network; exit 1" : `touch "${bin}/leptos"`} ;;
      install*) mkdir -p target/tools; touch "${bin}/wasm" ;;
      build*) echo "$LEPTOS_WATCH $LEPTOS_HASH_FILES $RUSTFLAGS $*" >>"${bin}/asked"
        mkdir -p target/debug
        printf '#!/bin/sh\\necho "$LEPTOS_SITE_ROOT $LEPTOS_HASH_FILE_NAME" >"${bin}/served"\\nexec sleep ${fails ? 1 : 60}\\n' >target/debug/server
        chmod +x target/debug/server ;;
      # cargo-leptos adds the flags itself: given twice, they would build everything again.
      *) echo "\${RUSTFLAGS:-}\${LEPTOS_WATCH:+marked }$*" >>"${bin}/asked" ;;
    esac`,
  );
  return bin;
}

function develop(fails) {
  const project = scratchFolder();
  clone(project);
  const bin = tools(project, fails);
  const { status, text } = run(project, "bash", [".ci/develop"], { PATH: `${bin}:${process.env.PATH}` });
  assert.equal(status, 0, text);
  const asked = readFileSync(join(bin, "asked"), "utf8").trim().split("\n");
  return { project, text, asked, served: readFileSync(join(bin, "served"), "utf8") };
}

test("without cargo-leptos, cargo alone builds the first page, and the watch takes over once it is installed", () => {
  const { project, text, asked, served } = develop(false);
  assert.deepEqual(asked, [
    "true true --cfg erase_components build --features development --package=server --bin=server --no-default-features",
    "marked leptos build",
    "leptos watch --hot-reload",
  ]);
  assert.equal(served, "target/first-page first-page.txt\n");
  assert.ok(text.indexOf("http://localhost:3000") > 0 && text.indexOf("http://localhost:3000") < text.indexOf("takes over"), text);
  const pkg = join(project, "target/first-page/pkg");
  const name = versions(readFileSync(join(project, "Cargo.toml"), "utf8"), /^output-name = "(.*)"$/m);
  const sheet = readFileSync(join(pkg, `${name}.first.css`), "utf8");
  for (const [, file] of readFileSync(join(root, "style/main.css"), "utf8").matchAll(/^@import "(.*)";$/gm)) {
    assert.ok(sheet.includes(readFileSync(join(root, "style", file), "utf8")), file);
  }
  for (const end of ["js", "wasm"]) assert.ok(existsSync(join(pkg, `${name}.first.${end}`)), end);
});

test("where cargo-leptos cannot be installed, the first page goes on and the reason is shown", () => {
  const { text, asked } = develop(true);
  assert.ok(text.includes("no network") && text.includes("goes on without it"), text);
  assert.ok(!asked.some((line) => line.includes("leptos")), asked.join());
});
