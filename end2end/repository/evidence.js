// Evidence in a page: a file of this repository in code, perhaps with the name of a test, of a row or of a heading.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isKnown } from "./faults.js";
import { root } from "./tree.js";

export const read = (path) => readFileSync(join(root, path), "utf8");

/** The first group of each match. */
export const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
/** The pieces of code within sentences. */
export const spans = (text) => all(text.replace(/^```[^]*?^```/gm, ""), /`([^`]+)`/g).map((span) => span.replace(/\s+/g, " "));
const cells = (line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
/** The rows of the tables of a page. */
export const rows = (text) => text.split("\n").filter((line) => line.startsWith("| ")).map(cells);

/** The part of a page under that heading, up to the next one that is not below it. */
export function section(text, heading) {
  const [marks] = heading.split(" ");
  const [, after = ""] = text.split(new RegExp(`^${heading.replace(/[`.]/g, "\\$&")}$`, "m"));
  return after.split(new RegExp(`^#{1,${marks.length}} `, "m"))[0];
}

/** The pieces of evidence of a text. */
export const evidenceIn = (text) => spans(text).filter((span) => /^[\w./-]+\.(rs|ts|js|md|toml|json|sql|lock|conf)(::.+|#.+)?$/.test(span) && /[/A-Z]|^clippy/.test(span));

/** The names of the tests of a file: by an attribute or a macro in Rust, by `test` in a script. */
export function testsIn(path, text) {
  if (!path.endsWith(".rs")) return all(text, /\btest\(\s*(?:"|`)((?:[^"`\\]|\\.)+)(?:"|`)/g);
  const plain = all(text, /#\[(?:tokio::)?test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*|\/\/[^\n]*\n\s*)*(?:pub )?(?:async )?fn (\w+)\(/g);
  const inLists = all(text, /\bon_every_store!\[([^\]]*)\]/g).flatMap((list) => list.match(/\w+/g) ?? []);
  return [...plain, ...all(text, /\bin_each!\((\w+):/g), ...inLists];
}

export const tree = { exists: (path) => existsSync(join(root, path)), text: read, isDeleted: (path) => isKnown(`(${path})`) };

/** Evidence that does not exist. Evidence in a folder that a team may delete goes with it. */
export const faultsOfEvidence = (text, { exists, text: contents, isDeleted } = tree) =>
  evidenceIn(text).flatMap((evidence) => {
    const [path, name, anchor] = [evidence.split(/::|#/)[0], evidence.split("::")[1], evidence.split("#")[1]];
    if (!exists(path)) return isDeleted(path) ? [] : [`${evidence}: there is no such file`];
    if (name === undefined && anchor === undefined) return [];
    return isIn(path, contents(path), name, anchor) ? [] : [`${evidence}: it is not in that file`];
  });

function isIn(path, text, name, anchor) {
  const anchorOf = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
  if (anchor !== undefined) return all(text, /^#+ (.*)$/gm).some((title) => anchorOf(title) === anchor);
  if (path.endsWith(".md")) return rows(text).some(([first]) => first === name);
  // A case of the tables of the browser and of the logs is the beginning of a name.
  return testsIn(path, text).some((test) => test === name || (/^[BO]-\d\d$/.test(name) && test.startsWith(`${name} `)));
}
