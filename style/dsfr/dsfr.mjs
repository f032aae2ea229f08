// `make dsfr`: gives the site the look of the DSFR, the State's design system. This repository
// contains no file of the DSFR. The script downloads it once a team that may use it has accepted
// its terms, and writes the result to `public/dsfr/`, which git ignores. The server uses it from
// the next build on.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The release whose markup the components follow, and the checksum that the registry publishes for it. */
export const release = {
  name: "@gouvfr/dsfr",
  version: "1.15.3",
  integrity: "sha512-R9AALZc1LfZjtytWZMOaUIOHWTkllBZ/sZlsL8TpKZVgF3qUKXt/uNYh+L1D1Fh4p92ZqWxbtNcebsigBZe5pQ==",
};

/** The DSFR's components that `app/src/components/` uses, each after those it depends on. */
export const components = [
  "link", "button", "form", "radio", "input", "accordion", "alert", "badge", "breadcrumb", "connect", "footer",
  "logo", "header", "navigation", "notice", "skiplink", "table", "tile",
];

/** The stylesheets of the package, each with its possible paths. */
const stylesheets = [
  ["dist/core/core.main.min.css"],
  ["dist/scheme/scheme.main.min.css", "dist/scheme/scheme.min.css"],
  ...components.map((name) => [`dist/component/${name}/${name}.main.min.css`]),
];

const terms = `
The DSFR is for services of the State alone, on their own sites, whatever its licence says. Its terms of
use (Conditions générales d'utilisation) come with the package ${release.name} ${release.version}, and are at

    https://www.systeme-de-design.gouv.fr/version-courante/fr/a-propos/conditions-generales-d-utilisation

They ask, among other things, for the agreement of the Service d'information du Gouvernement, twice.
`;

/** True when the team accepts the terms: by the package's own variable, or by an answer. No answer is a refusal. */
async function accepted() {
  if (process.env.DSFR_ACCEPT_LICENSE === "1") return true;
  console.log(terms);
  if (!process.stdin.isTTY) return false;
  const question = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await question.question('Does your team accept them? Type "accept" in full to go on: ');
  question.close();
  return answer.trim() === "accept";
}

/** Throws unless the archive is the one whose checksum is pinned. */
export function check(archive, integrity) {
  const [algorithm, expected] = [integrity.slice(0, integrity.indexOf("-")), integrity.slice(integrity.indexOf("-") + 1)];
  const actual = createHash(algorithm).update(archive).digest("base64");
  if (algorithm !== "sha512" || actual !== expected) {
    throw new Error(`the archive is not the pinned one: sha512-${actual} instead of ${integrity}`);
  }
}

/** Downloads the package's archive from npm's registry, without running its scripts. */
function download(directory) {
  const specification = `${release.name}@${release.version}`;
  const options = ["--ignore-scripts", "--silent", "--pack-destination", directory];
  const name = execFileSync("npm", ["pack", specification, ...options], { encoding: "utf8" }).trim();
  return join(directory, name);
}

/** Makes `dsfr.css`, with the fonts and icons it names, from the package unpacked in `source`. */
export function build(source, output) {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const parts = stylesheets.map((paths) => {
    const path = paths.find((path) => existsSync(join(source, path)));
    if (!path) throw new Error(`${paths[0]} is not in the package: its layout has changed`);
    return withFiles(readFileSync(join(source, path), "utf8"), path, source, output);
  });
  const ours = ["bridge.css", "../app.css", "../session.css"].map((name) => join(here, name)).map((path) => readFileSync(path, "utf8"));
  writeFileSync(join(output, "dsfr.css"), [...parts, asTheSystem(parts[0]), ...ours].join("\n"));
  if (existsSync(join(source, "LICENSE.md"))) copyFileSync(join(source, "LICENSE.md"), join(output, "LICENSE.md"));
}

/** The stylesheet with its addresses as seen from `dsfr.css`, the files copied there. */
function withFiles(css, path, source, output) {
  return css.replace(/url\(\s*(["']?)([^"')]+)\1\s*\)/g, (whole, _, address) => {
    if (/^(data:|https?:|#)/.test(address)) return whole;
    const file = posix.join(posix.dirname(path), address.replace(/[?#].*$/, ""));
    const to = posix.relative("dist", file);
    if (to.startsWith("..")) throw new Error(`${path} names ${address}, which is outside the package's dist`);
    mkdirSync(dirname(join(output, to)), { recursive: true });
    copyFileSync(join(source, file), join(output, to));
    return `url(${to})`;
  });
}

/** The dark colours for readers whose system is dark, for which the DSFR uses a script. */
function asTheSystem(core) {
  const dark = core.match(/:root\[data-fr-theme=["']?dark["']?\]\s*\{[^}]*\}/g) ?? [];
  const rules = dark.map((rule) => rule.replace(/^[^{]*/, ":root[data-fr-scheme=system]"));
  return `@media (prefers-color-scheme:dark){:root[data-fr-scheme=system]{color-scheme:dark}${rules.join("")}}`;
}

async function main() {
  if (!(await accepted())) {
    console.error("Not accepted: nothing was fetched, and the site keeps its neutral look.");
    console.error("A team that has accepted the terms may also say so by DSFR_ACCEPT_LICENSE=1.");
    process.exitCode = 1;
    return;
  }
  const output = resolve(here, "../../public/dsfr");
  const directory = mkdtempSync(join(tmpdir(), "dsfr-"));
  try {
    const archive = download(directory);
    check(readFileSync(archive), release.integrity);
    execFileSync("tar", ["-xzf", archive, "-C", directory]);
    build(join(directory, "package"), output);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  console.log(`${relative(process.cwd(), output)} is made: the next build wears the DSFR ${release.version}.`);
  console.log("To take it off: rm -r public/dsfr");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
