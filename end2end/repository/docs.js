// Compares a page of the documentation with the repository. Each function returns a sentence for each fault.
import { posix } from "node:path";
import { anchorsOf, commandLinesOf, partsOf, variablesOf } from "./markdown.js";

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
    const unknown = calls.filter((call) => !isCall(call.trim().split(/\s+/), commands, flags));
    return [...new Set(unknown)].map((call) => `${page.name}: there is no ${program} ${call.trim()}`);
  });
}

/** Whether these words, after the name of the program, are a command, perhaps one of its own commands, and flags. */
function isCall(words, commands, flags) {
  const isCommand = (word) => /^[a-z][\w-]*$/.test(word ?? "");
  const below = isCommand(words[0]) ? commands.get(words[0]) : [];
  if (below === undefined) return false;
  if (below.length > 0 && isCommand(words[1]) && !below.includes(words[1])) return false;
  const named = words.map((word) => /^\[?--([a-z][\w-]*)/.exec(word)?.[1]).filter((flag) => flag !== undefined);
  return named.every((flag) => flags.has(flag));
}

/** Variables that nothing in this repository reads, nor a program that it starts. */
export function unknownVariables(page, tree) {
  const unknown = variablesOf(partsOf(page.text)).filter((name) => !tree.isVariable(name));
  return unknown.map((name) => `${page.name}: nothing reads ${name}`);
}
