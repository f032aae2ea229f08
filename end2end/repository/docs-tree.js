// The repository, as far as the documentation names it: its files, make's targets, the commands of its programs, the
// variables that it reads.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { files, root } from "./tree.js";

/** Paths that the documentation names although a checkout lacks them, with the reason. */
const EXCUSED = [
  [/^(\.env|database\.sqlite.*|target(\/.*)?)$/, "made by work in a checkout"],
  [/^public\/(dsfr(\/.*)?|logo\.svg|proconnect(-hover)?\.svg)$/, "put there by a team, and not ours to publish"],
  [/^check\.json$/, "the result of a command of the guides"],
  [/(^|\/)node_modules(\/.*)?$|^end2end\/(screenshots|test-results)(\/.*)?$/, "made by npm and the browser tests"],
  [/^(\.genignore|cargo-generate\.toml)$/, "a project made by `cargo leptos new` has neither"],
  [/(^|\/)(my_)?(loans|bookings)(\.rs|\*|\/.*)?$|_(loans|bookings)\.sql$/, "the examples of the guides, which their reader makes"],
];

/** The folders that a team may delete, and what of the documentation goes with each. */
const DELETABLE = [
  ["proconnect/assurance", /^proconnect\/assurance(\/|$)/],
  ["app/src/service_requests", /service[-_]requests/],
];

/** Variables of other programs, with the program. */
const OF_OTHERS = [
  [/^(SSL_CERT_(FILE|DIR)|(HTTPS?|NO|ALL)_PROXY)$/, "read by the HTTP client and by the TLS library"],
  [/^OTEL_/, "read by the SDK of OpenTelemetry"],
  [/^(BUILDPACK_URL|CC_[A-Z_]+)$/, "read by Scalingo, by Clever Cloud"],
  [/^CURRENT_TIMESTAMP$/, "a word of SQL"],
];

const text = (name) => readFileSync(join(root, name), "utf8");

/** The names of the variants of an enumeration of clap, as a command line writes them; nothing without that enumeration. */
function variants(name, of) {
  const source = existsSync(join(root, name)) ? text(name) : "";
  const [, body] = new RegExp(`^enum ${of} \\{\\n([^]*?)^\\}`, "m").exec(source) ?? [];
  return body && [...body.matchAll(/^ {4}([A-Z]\w*)/gm)].map(([, word]) => kebab(word));
}

const kebab = (word) => word.replace(/(?<=[a-z])([A-Z])/g, "-$1").replaceAll("_", "-").toLowerCase();

/** The flags that clap reads in these files: a field under `#[arg(long…)]`. */
function flags(names) {
  const fields = names.flatMap((name) => [...text(name).matchAll(/#\[arg\([^\]]*?\blong(?: = "([\w-]+)")?[^\]]*\]\s*(?:pub(?:\([^)]*\))? )?(\w+):/g)]);
  return new Set(["help", "version", ...fields.map(([, given, field]) => given ?? kebab(field))]);
}

/** The repository as it is, with `names` as its files. */
export function readTree(names = files()) {
  const sources = names.filter((name) => /\.(rs|js|ts|mjs|toml|ya?ml|json|sh|css)$|^Makefile$|^\.ci\/|Containerfile$|^\.env\.example$/.test(name));
  const words = new Set(sources.filter((name) => !name.startsWith("end2end/repository/docs")).flatMap((name) => text(name).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g) ?? []));
  const constants = new Set(sources.flatMap((name) => [...text(name).matchAll(/\b(?:const|static) ([A-Z_]+):/g)]).map(([, name]) => name));
  const settings = new Set(text(".env.example").match(/\b[A-Z_]{3,}\b/g));
  const folders = new Set(names.flatMap((name) => ancestors(name)));
  const inMock = names.filter((name) => /^proconnect\/mock\/src\/(main|audit\/\w+)\.rs$/.test(name));
  const inServer = names.filter((name) => /^server\/src\/command(\.rs|\/.*\.rs)$/.test(name));
  const gone = DELETABLE.filter(([folder]) => !folders.has(folder)).map(([, names]) => names);
  const commands = (variants("server/src/command.rs", "Command") ?? []).map((name) => [name, variants(`server/src/command/${name}.rs`, "Action") ?? []]);
  return {
    all: names,
    files: new Set(names),
    folders,
    roots: new Set(names.filter((name) => name.includes("/")).map((name) => name.split("/")[0])),
    text,
    targets: new Set([...text("Makefile").matchAll(/^([a-z][\w-]*)(?: [a-z][\w-]*)*:(?!=)/gm)].flatMap(([line]) => line.slice(0, -1).split(" "))),
    programs: {
      server: { commands: new Map(commands), flags: flags(inServer) },
      "mock-proconnect": { commands: new Map((variants("proconnect/mock/src/main.rs", "Subcommand") ?? []).map((name) => [name, []])), flags: flags(inMock) },
    },
    // A file without its folder may be of a folder that was deleted.
    isExcused: (path) => EXCUSED.some(([names]) => names.test(path)) || gone.some((names) => names.test(path) || !path.includes("/")),
    isVariable: (name) => (isSetting(name) ? settings.has(name) || constants.has(name) : words.has(name)) || OF_OTHERS.some(([names]) => names.test(name)),
  };
}

/** True for the name of one of the server's settings: `.env.example` has each, which a test of the server checks. */
const isSetting = (name) => /^(PROCONNECT|SESSIONS?|COOKIE|SECURITY|TRUSTED|METRICS|ACCESS|FIRST_LOGIN|CHANGED|DATABASE|LEPTOS)_/.test(name) && !isOfBuild.test(name);

/** Those of cargo-leptos' own that it reads when it builds. */
const isOfBuild = /^LEPTOS_(BIN|LIB|HASH_FILES|WASM|END2END|TAILWIND|SASS)/;

function ancestors(name) {
  const above = dirname(name);
  return above === "." ? [] : [above, ...ancestors(above)];
}
