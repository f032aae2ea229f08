// Compares a page of the documentation with its translation.
import { linesOf, partsOf, variablesOf } from "./markdown.js";

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

const shell = ({ fences }) => fences.filter(({ language }) => language === "sh");

/** The parts that are the same in both languages. */
const COMPARED = {
  headings: ({ headings }) => headings.map(({ level }) => "#".repeat(level)),
  commands: (parts) => shell(parts).flatMap(({ code }) => linesOf(code).map(plain)),
  variables: variablesOf,
};

/** A sentence for each kind of part that differs, with the first difference. */
export function differences(one, other) {
  const [here, there] = [one, other].map(({ text }) => partsOf(text));
  return Object.entries(COMPARED).flatMap(([what, list]) => {
    const [first, second] = [list(here), list(there)];
    const longest = first.length > second.length ? first : second;
    const at = longest.findIndex((_, index) => first[index] !== second[index]);
    if (at < 0) return [];
    return [`${one.name} and ${other.name} have other ${what}: ${first[at] ?? "nothing"} | ${second[at] ?? "nothing"}`];
  });
}
