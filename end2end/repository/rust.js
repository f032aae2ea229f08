// The text of a Rust file, as far as the search for modules reads it. Parts are replaced by spaces, so that
// each line keeps its number.

const WORDS = /\/\/.*|\/\*[^]*?\*\/|\br(#*)"[^]*?"\1|"(?:\\[^]|[^"\\])*"|'(?:\\.[^']*|[^'\\])'/g;

export const spaces = (text) => text.replace(/[^\n]/g, " ");
export const lineOf = (text, offset) => text.slice(0, offset).split("\n").length;

/** The text without its comments, strings and characters. */
export const withoutWords = (source) => source.replace(WORDS, spaces);

/** The text without its items under `cfg(test)`, and the names of the modules among these. */
export function withoutTests(source) {
  let text = source;
  const modulesOfTests = [];
  for (let at; (at = text.indexOf("#[cfg(test)]")) >= 0; ) {
    const item = text.slice(at, endOf(text, at));
    modulesOfTests.push(...[...item.matchAll(/\bmod\s+(\w+)\s*;/g)].map(([, name]) => name));
    text = text.slice(0, at) + spaces(item) + text.slice(at + item.length);
  }
  return { text, modulesOfTests };
}

/** Where the item ends that begins at that place: after its braces, or at its semicolon. */
export function endOf(text, start) {
  for (let at = start, depth = 0; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0 && (text[at] === "}" || text[at] === ";")) return at + 1;
  }
  return text.length;
}

/** The paths of a tree of `use`. */
export function leaves(tree, before = []) {
  const brace = tree.indexOf("{");
  const names = (text) => text.split("::").map((name) => name.trim()).filter((name) => name !== "");
  if (brace >= 0) {
    const start = [...before, ...names(tree.slice(0, brace))];
    const inside = tree.slice(brace + 1, tree.lastIndexOf("}"));
    let depth = 0;
    const marked = inside.replace(/[{},]/g, (mark) => {
      depth += { "{": 1, "}": -1, ",": 0 }[mark];
      return mark === "," && depth === 0 ? "\n;" : mark;
    });
    return marked.split("\n;").filter((part) => part.trim() !== "").flatMap((part) => leaves(part, start));
  }
  const [whole, alias] = tree.split(/\s+as\s+/);
  const path = [...before, ...names(whole)].filter((name, index) => name !== "self" || index === 0);
  return [{ path, as: alias?.trim() ?? path.at(-1) }];
}
