// The modules of a crate, read from its text: on which others each depends, and where they form a circle.
//
// A module is a file. It depends on the file that defines an item which it names, through however many
// re-exports, and on the file that defines a method which it calls on a type of another file. A re-export
// of a module's own children is a table of contents, and no dependency. Code under `cfg(test)` does not
// count, nor do methods of traits.

import { endOf, leaves, lineOf, spaces, withoutTests, withoutWords } from "./rust.js";

/** `sources` maps the names of the files, seen from `src`, to their text. Returns a sentence for each circle. */
export function circles(sources) {
  const modules = read(sources);
  const edges = [...modules.keys()].flatMap((from) => dependencies(modules, from));
  const found = knots(edges);
  // A folder of modules is one thing to the folders beside it, whichever of its files is concerned.
  for (const parent of modules.keys()) {
    const start = parent === "" ? "" : `${parent}::`;
    const inside = (name) => name !== "" && name !== parent && name.startsWith(start);
    const child = (name) => start + name.slice(start.length).split("::")[0];
    const among = edges.filter(({ from, to }) => inside(from) && inside(to) && child(from) !== child(to));
    found.push(...knots(among.map((edge) => ({ ...edge, from: child(edge.from), to: child(edge.to) }))));
  }
  return [...new Set(found)];
}

function read(sources) {
  const modules = new Map();
  const ofTests = [];
  for (const [file, source] of Object.entries(sources)) {
    if (file === "main.rs") continue;
    const name = file === "lib.rs" ? "" : file.replace(/(\/mod)?\.rs$/, "").replaceAll("/", "::");
    const { text, modulesOfTests } = withoutTests(withoutWords(source));
    ofTests.push(...modulesOfTests.map((child) => joined(name, child)));
    modules.set(name, { file, text });
  }
  for (const name of modules.keys()) if (ofTests.some((test) => `${name}::`.startsWith(`${test}::`))) modules.delete(name);
  for (const [name, module] of modules) {
    module.uses = [];
    module.code = module.text.replace(/\b(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g, (statement, open, tree, offset) => {
      for (const { path, as } of leaves(tree)) {
        const absolute = fromRoot(modules, name, path);
        if (absolute) module.uses.push({ absolute, as, isOpen: Boolean(open), line: lineOf(module.text, offset) });
      }
      return spaces(statement);
    });
    module.names = new Map(module.uses.map(({ as, absolute }) => [as, absolute]));
  }
  return modules;
}

/** The modules that a module depends on, each with a place that shows why. */
function dependencies(modules, from) {
  const { file, uses, names, code } = modules.get(from);
  const found = new Map();
  const add = (to, line, why) => {
    if (to !== from && !found.has(to)) found.set(to, { from, to, why: `${file}:${line} ${why}` });
  };
  for (const { absolute, isOpen, line } of uses) {
    const { module, item } = owner(modules, absolute);
    const isContents = isOpen && (from === "" || module.startsWith(`${from}::`));
    // A module that is named whole counts where one of its items is.
    if (item && !isContents) add(module, line, item);
  }
  for (const match of code.matchAll(/(?<![\w:.])\w+(?:\s*::\s*\w+)+/g)) {
    const path = match[0].split(/\s*::\s*/);
    const known = names.get(path[0]);
    const absolute = known ? [...known, ...path.slice(1)] : fromRoot(modules, from, path);
    if (absolute) add(owner(modules, absolute).module, lineOf(code, match.index), path.join("::"));
  }
  for (const [to, { text, names: namesThere }] of modules) {
    for (const match of text.matchAll(/\bimpl(?:<[^>]*>)?\s+(\w+)(?:<[^>]*>)?\s*\{/g)) {
      const type = namesThere.has(match[1]) && owner(modules, namesThere.get(match[1]));
      if (!type || !isKnown(modules, from, type)) continue;
      const methods = text.slice(match.index, endOf(text, match.index)).matchAll(/\bfn\s+(\w+)/g);
      for (const [, method] of methods) {
        const call = code.search(new RegExp(`(\\.|\\b(Self|${type.item})::)${method}\\s*\\(`));
        if (call >= 0) add(to, lineOf(code, call), `${type.item}::${method}`);
      }
    }
  }
  return [...found.values()];
}

const isKnown = (modules, from, { module, item }) =>
  from === module ||
  modules.get(from).uses.some(({ absolute }) => {
    const known = owner(modules, absolute);
    return known.module === module && known.item === item;
  });

/** The module that defines what a path from the root leads to, and the item's name there; none for a module. */
function owner(modules, path) {
  const end = path.findIndex((_, index) => !modules.has(path.slice(0, index + 1).join("::")));
  if (end < 0) return { module: path.join("::") };
  const module = path.slice(0, end).join("::");
  const known = modules.get(module).names?.get(path[end]);
  const leadsOn = known && known.join() !== path.slice(0, end + 1).join();
  return leadsOn ? owner(modules, [...known, ...path.slice(end + 1)]) : { module, item: path[end] };
}

/** The path from the root of the crate; nothing for a path into another crate. */
function fromRoot(modules, from, [first, ...rest]) {
  const here = from === "" ? [] : from.split("::");
  if (first === "crate") return rest;
  if (first === "self") return [...here, ...rest];
  if (first !== "super") return modules.has(joined(from, first)) ? [...here, first, ...rest] : undefined;
  const ups = rest.findIndex((name) => name !== "super") + 1;
  return [...here.slice(0, here.length - ups), ...rest.slice(ups - 1)];
}

/** A sentence for each set of modules that lead to one another. */
function knots(edges) {
  const reached = (start) => {
    const seen = new Set();
    const visit = (name) => edges.filter(({ from, to }) => from === name && !seen.has(to)).forEach(({ to }) => (seen.add(to), visit(to)));
    visit(start);
    return seen;
  };
  const reach = new Map(edges.map(({ from }) => from).map((name) => [name, reached(name)]));
  const together = (a, b) => reach.get(a)?.has(b) && reach.get(b)?.has(a);
  const heads = [...reach.keys()].filter((name, index, all) => together(name, name) && !all.slice(0, index).some((other) => together(name, other)));
  return heads.map((head) => {
    const inside = edges.filter(({ from, to }) => together(head, from) && together(head, to));
    return inside.map(({ from, to, why }) => `${from || "the root"} → ${to || "the root"} (${why})`).join("\n");
  });
}

const joined = (parent, child) => (parent === "" ? child : `${parent}::${child}`);
