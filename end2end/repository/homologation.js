// Compares docs/homologation.md and docs/homologation-asvs.md with the repository. Each function named after faults returns
// a sentence for each fault.
// `node end2end/repository/homologation.js` lists the requirements whose evidence went away with a deleted folder.
import { fileURLToPath } from "node:url";
import { all, evidenceIn, read, rows, section, spans, tree } from "./evidence.js";
import { withoutTests } from "./rust.js";
import { files } from "./tree.js";

export const dossier = () => read("docs/homologation.md");
export const asvs = () => read("docs/homologation-asvs.md");

const VERDICTS = ["tenu", "à compléter par l’équipe", "sans objet", "non tenu"];

/** The rows of the requirements. */
export const requirementsIn = (text) =>
  rows(text)
    .filter(([id]) => id.startsWith("v5.0.0-"))
    .map(([id, level, subject, verdict, proof]) => ({ id: id.slice("v5.0.0-".length), level, subject, verdict, proof }));

/** Requirements without a row or with two, and rows that say nothing. */
export function faultsOfRequirements(text, expected) {
  const found = requirementsIn(text);
  const levels = new Map(Object.entries(expected).flatMap(([level, ids]) => ids.map((id) => [id, level])));
  const times = (id) => found.filter((row) => row.id === id).length;
  const counted = [...levels.keys()].filter((id) => times(id) !== 1).map((id) => `${id} has ${times(id)} rows`);
  const wrong = found.flatMap(({ id, level, subject, verdict, proof }) => {
    const faults = [
      [levels.get(id) === level, `is of level ${levels.get(id) ?? "none of the two"}`],
      [VERDICTS.includes(verdict), `has no such verdict as ${verdict}`],
      [proof !== "" || verdict.startsWith("à"), "gives no reason"],
      [verdict !== "tenu" || evidenceIn(proof).length > 0, "has no evidence"],
      [subject.split(" ").length <= 10, "has a long subject"],
    ];
    return faults.filter(([holds]) => !holds).map(([, fault]) => `${id} ${fault}`);
  });
  return [...counted, ...wrong];
}

/** Numbers of the table of chapters that are not those of the rows. */
export function faultsOfCounts(text) {
  const found = requirementsIn(text);
  const chapters = rows(text).filter(([first]) => /^V\d+ |^ensemble$/.test(first));
  const count = (prefix) => VERDICTS.map((verdict) => found.filter(({ id, verdict: has }) => id.startsWith(prefix) && has === verdict).length);
  const prefix = (name) => (name === "ensemble" ? "" : `${/\d+/.exec(name)[0]}.`);
  const wrong = chapters.filter(([name, ...numbers]) => numbers.join() !== count(prefix(name)).join());
  return wrong.map(([name]) => `${name}: the rows give ${count(prefix(name)).join(" | ")}`);
}

/** The columns of each table that the migrations make, in their order. */
export function columnsIn(migrations) {
  const tables = new Map();
  for (const sql of migrations) {
    for (const [, table, body] of sql.replace(/--.*$/gm, "").matchAll(/CREATE TABLE (\w+) \(([^;]*)\);/g)) {
      const items = body.replace(/\([^()]*\)/g, "").split(",").map((item) => item.trim().split(/\s+/)[0]);
      tables.set(table, items.filter((word) => !/^(PRIMARY|FOREIGN|UNIQUE|CHECK|CONSTRAINT)?$/.test(word)));
    }
    for (const [, table, act, column] of sql.matchAll(/ALTER TABLE (\w+) (ADD|DROP) COLUMN (\w+)/g)) {
      const others = (tables.get(table) ?? []).filter((other) => other !== column);
      tables.set(table, act === "ADD" ? [...others, column] : others);
    }
    for (const [, table] of sql.matchAll(/DROP TABLE (?:IF EXISTS )?(\w+)/g)) tables.delete(table);
  }
  return tables;
}

/** Columns without a row in the map of the data, and rows of columns that are gone. */
export function faultsOfData(text, migrations, isDeleted = () => false) {
  const tables = columnsIn(migrations);
  const names = all(text, /^### Table `(\w+)`$/gm);
  const written = new Map(names.map((name) => [name, rows(section(text, `### Table \`${name}\``)).flatMap(([first]) => spans(first))]));
  const missing = [...tables].flatMap(([table, columns]) => columns.filter((column) => !written.get(table)?.includes(column)).map((column) => `the map of the data has no row of ${table}.${column}`));
  const stale = names.filter((table) => !isDeleted(table)).flatMap((table) => written.get(table).filter((column) => !tables.get(table)?.includes(column)).map((column) => `no migration makes ${table}.${column}`));
  return [...missing, ...stale];
}

/** The names of the cookies that Rust sources write, without their tests. */
export const cookiesIn = (sources) => new Set(sources.flatMap((source) => all(withoutTests(source).text, /"(__Host-[a-z][a-z-]*)/g)));

/** Cookies without a row, and rows without a cookie. */
export function faultsOfCookies(text, cookies) {
  const written = rows(section(text, "## Cookies")).flatMap(([first]) => spans(first)).map((name) => name.replace("…", ""));
  const missing = [...cookies].filter((name) => !written.includes(name)).map((name) => `the table of cookies has no ${name}`);
  return [...missing, ...written.filter((name) => !cookies.has(name)).map((name) => `no code sets ${name}`)];
}

/** Addresses of the flows that no route has, and variables that nothing reads. */
export function faultsOfFlows(text, sources, example) {
  const named = spans(section(text, "## Flux")).map((span) => span.replace(/^(GET|POST) /, ""));
  // A text may end with the address: the name of the issuer comes before that of its metadata.
  const isThere = (path) => sources.some((source) => source.includes(`${path.slice(1)}"`));
  const routes = named.filter((span) => /^\/[\w./-]+$/.test(span) && !isThere(span));
  const variables = named.filter((span) => /^[A-Z]+(_[A-Z]+)*$/.test(span) && span !== "CONNECT");
  const unread = variables.filter((name) => !example.includes(`${name}=`) && !sources.some((source) => source.includes(name)));
  return [...routes.map((path) => `no route is ${path}`), ...unread.map((name) => `nothing reads ${name}`)];
}

/** Threats without a test or a file. */
export function faultsOfThreats(text) {
  const threats = rows(section(text, "## Menaces")).filter(([first]) => first !== "menace" && !/^-+$/.test(first));
  const bare = threats.filter(([, , proof]) => evidenceIn(proof ?? "").length === 0).map(([threat]) => `${threat}: no evidence`);
  return threats.length === 0 ? ["there is no threat"] : bare;
}

const isOfTests = (path) => /\/tests(\/|\.rs$)/.test(path);

/** The Rust sources of the shipped server. */
export const sources = () => files().filter((path) => /^(app|server|proconnect)\/src\/.*\.rs$/.test(path) && !isOfTests(path)).map(read);

export const migrations = () => files().filter((path) => /^server\/migrations\/.*\.sql$/.test(path)).map(read);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isGone = (evidence) => !tree.exists(evidence.split(/::|#/)[0]);
  const bare = requirementsIn(asvs()).filter(({ verdict, proof }) => verdict === "tenu" && evidenceIn(proof).every(isGone));
  for (const { id, subject } of bare) console.log(`${id} ${subject}: toutes ses preuves sont parties`);
}
