// Copies of this repository in a temporary folder, and projects made from them.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A temporary folder, deleted at the end of the process. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), "repository-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file of the repository, committed or not; without deleted ones. */
export function files() {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  return [...new Set(listed.split("\0"))].filter((name) => name !== "" && existsSync(join(root, name))).sort();
}

/** The files under a folder, except git's. */
export const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((name) => !name.startsWith(".git/"))
    .sort();

/** Copies the repository in its current state, and commits the copy. */
export function clone(folder) {
  for (const name of files()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, name), join(folder, name));
  }
  if (!existsSync(join(folder, ".git"))) execFileSync("git", ["init", "--quiet", "--initial-branch", "main"], { cwd: folder });
  commitAll(folder);
}

/** Commits all that is in a folder. */
export function commitAll(folder) {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  execFileSync("git", ["add", "--all"], { cwd: folder });
  execFileSync("git", [...who, "commit", "--quiet", "--message", "all"], { cwd: folder });
}

/** Runs a program without a terminal; returns its status and its output. */
export function run(folder, program, args, environment = {}) {
  const env = { ...process.env, RUST_BACKTRACE: "0", NO_COLOR: "1", ...environment };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { status, text: `${stdout}${stderr}` };
}
