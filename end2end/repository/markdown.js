// The parts of a Markdown page: its headings with their anchors, its links, its code.

const FENCE = /^( *)(```+)(\w*)[^\n]*\n([^]*?)^ *\2 *$/gm;
const COMMENT = /<!--[^]*?-->/g;

const blank = (text) => text.replace(/[^\n]/g, " ");

/** The parts of a page; `body` is its text without its code. */
export function partsOf(text) {
  const fences = [...text.matchAll(FENCE)].map(([, , , language, code]) => ({ language, code }));
  const prose = text.replace(FENCE, blank).replace(COMMENT, blank);
  const spans = [...prose.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code]) => code.replace(/\s+/g, " "));
  const body = prose.replace(/(?<!`)`[^`]+`(?!`)/g, (code) => code.replace(/[^\n]/g, "x"));
  const headings = [...prose.matchAll(/^(#{1,6}) +(.*?) *#*$/gm)].map(([, marks, title]) => ({ level: marks.length, title }));
  const links = [...body.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, target]) => target);
  return { fences, spans, headings, links };
}

/** The anchors of a page, as forges make them from its headings. */
export function anchorsOf({ headings }) {
  const seen = new Map();
  return headings.map(({ title }) => {
    const words = title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

const SHELLS = ["sh", "bash", "shell", "console"];

/** The command lines of a page: those of its shell blocks, without comments, and its code within a sentence. */
export function commandLinesOf({ fences, spans }) {
  const blocks = fences.filter(({ language }) => SHELLS.includes(language)).flatMap(({ code }) => linesOf(code));
  return [...blocks, ...spans];
}

/** The commands of a shell block: continued lines as one, without comments and prompts. */
export const linesOf = (code) =>
  code
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").replace(/^\$ /, "").trim())
    .filter((line) => line !== "");

/** The names in capitals, with an underscore, in the code of a page: variables of the environment, and constants. */
export function variablesOf({ fences, spans }) {
  const code = [...fences.map(({ code }) => code), ...spans].join("\n");
  return [...new Set([...code.matchAll(/(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g)].map(([name]) => name))].sort();
}
