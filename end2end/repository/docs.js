// Compares a page of the documentation with the repository. Each function returns a sentence for each fault.
import { posix } from "node:path";
import { anchorsOf, commandLinesOf, linesOf, partsOf } from "./markdown.js";

const isFile = /\.(rs|ts|js|md|toml|css|sql|json|ya?ml|svg|conf|service)$/;

/** Links to a file or an anchor that does not exist. */
export function brokenLinks(page, tree) {
  const relative = partsOf(page.text).links.filter((target) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target));
  return relative.filter((target) => !leads(page, target, tree)).map((target) => `${page.name}: the link ${target} leads nowhere`);
}

function leads(page, target, tree) {
  const [path, anchor] = decodeURI(target).split("#");
  const file = path === "" ? page.name : posix.normalize(posix.join(posix.dirname(page.name), path)).replace(/\/$/, "");
  if (file !== page.name && !tree.files.has(file)) return tree.isExcused(file) || (anchor === undefined && tree.folders.has(file));
  const text = () => (file === page.name ? page.text : tree.text(file));
  return anchor === undefined || anchorsOf(partsOf(text())).includes(anchor);
}

/** Paths of this repository, in code, that do not exist. */
export function missingPaths(page, tree) {
  const parts = partsOf(page.text);
  const words = commandLinesOf(parts).flatMap((line) => line.split(/[\s'"=;()<>|,:]+/));
  // A guide may have the reader make a file: a block of code names it in its first line.
  const made = parts.fences.flatMap(({ code }) => [...code.matchAll(/^(?:\/\/|#|--) ([\w./-]+\.\w+)/gm)]).map(([, name]) => name);
  const named = new Set(words.filter((word) => /^[\w.@*-]+(\/[\w.@*-]*)*$/.test(word)));
  const faults = [...named].filter((path) => !made.includes(path) && !exists(path, tree) && !tree.isExcused(path));
  return faults.map((path) => `${page.name}: there is no ${path}`);
}

function exists(path, tree) {
  const isOurs = path.includes("/") && tree.roots.has(path.split("/")[0]);
  if (!isOurs && !(isFile.test(path) && /\w\.\w+$/.test(path) && !path.startsWith("/"))) return true;
  const end = path.replace(/\/$/, "");
  if (end.includes("*")) {
    const pattern = end.replace(/[.]/g, "\\.").replaceAll("**", "\0").replaceAll("*", "[^/]*").replaceAll("\0", ".*");
    return tree.all.some((name) => new RegExp(`^${pattern}$`).test(name));
  }
  // A page may name a file from a folder that it has named before.
  return tree.files.has(end) || tree.folders.has(end) || (!isOurs && tree.all.some((name) => name.endsWith(`/${end}`)));
}

/** Targets of make that the Makefile does not have. */
export function missingTargets(page, tree) {
  const lines = commandLinesOf(partsOf(page.text));
  const named = new Set(lines.flatMap((line) => [...line.matchAll(/(?:^|[;&|(] *|\s)make ([a-z][\w-]*)/g)]).map(([, name]) => name));
  return [...named].filter((name) => !tree.targets.has(name)).map((name) => `${page.name}: the Makefile has no ${name}`);
}

/** Commands and flags that a program of this repository does not have. */
export function missingCommands(page, tree) {
  const lines = commandLinesOf(partsOf(page.text));
  return Object.entries(tree.programs).flatMap(([program, { commands, flags }]) => {
    const call = new RegExp(`(?:^|[;&|(] *|=\\S* |[\\w.]/)${program} ([^;&|<>()]+)`);
    const calls = lines.map((line) => call.exec(line)?.[1]).filter((call) => call !== undefined);
    const unknown = calls.filter((call) => {
      const words = call.split(/\s+/).filter((word) => word !== "");
      const [first, second] = words.filter((word) => /^[a-z][\w-]*$/.test(word));
      if (words[0] !== first) return words.some((word) => isUnknown(word, flags));
      const below = commands.get(first);
      const isWrong = below === undefined || (below.length > 0 && words[1] === second && second !== undefined && !below.includes(second));
      return isWrong || words.some((word) => isUnknown(word, flags));
    });
    return [...new Set(unknown)].map((call) => `${page.name}: there is no ${program} ${call.trim()}`);
  });
}

function isUnknown(word, flags) {
  const [, flag] = /^\[?--([a-z][\w-]*)/.exec(word) ?? [];
  return flag !== undefined && !flags.has(flag);
}

/** Variables that nothing in this repository reads, nor a program that it starts. */
export function unknownVariables(page, tree) {
  const { fences, spans } = partsOf(page.text);
  const code = [...fences.map(({ code }) => code), ...spans].join("\n");
  const named = new Set([...code.matchAll(/(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g)].map(([name]) => name));
  return [...named].filter((name) => !tree.isVariable(name)).map((name) => `${page.name}: nothing reads ${name}`);
}

/** Differences between a page and its translation: headings, commands and variables. */
export function differences(one, other) {
  const [a, b] = [one, other].map(({ text }) => partsOf(text));
  const both = (name, list) => {
    const [here, there] = [list(a), list(b)];
    const isSame = JSON.stringify(here) === JSON.stringify(there);
    const at = here.findIndex((line, index) => line !== there[index]);
    const [first, second] = at < 0 ? ["nothing more", there[here.length]] : [here[at], there[at] ?? "nothing"];
    return isSame ? [] : [`${one.name} and ${other.name} have other ${name}: ${first} | ${second}`];
  };
  const commands = ({ fences }) => fences.filter(({ language }) => language === "sh").flatMap(({ code }) => linesOf(code).map(plain));
  const variables = ({ fences, spans }) => {
    const code = [...fences.map(({ code }) => code), ...spans].join("\n");
    return [...new Set([...code.matchAll(/(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g)].map(([name]) => name))].sort();
  };
  return [
    ...both("headings", ({ headings }) => headings.map(({ level }) => "#".repeat(level))),
    ...both("commands", commands),
    ...both("variables", variables),
  ];
}

/** Names in commands that each language has in its own words. */
const TRANSLATED = /\b(?:mon-service|my-service|mise-a-jour|update|journal|trail)\b/g;

/** A command without what is translated in it: a value to fill in, a text, a name. */
const plain = (line) =>
  line
    .replace(/"[^"]*"|'[^']*'/g, "TEXT")
    .replace(TRANSLATED, "NAME")
    .replace(/\b[A-ZÀ-Þ][A-ZÀ-Þ’-]+(?![\w=])/g, "VALUE")
    .replace(/[^\s=]*…/g, "…")
    .replace(/\s+/g, " ");
