// The browsers that the tests start, and their proxy. Run as a program, it prints the path of the
// browser given as an argument.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const names = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of an installed Chromium, `CHROMIUM_PATH` first, then the headless shell; undefined if there is none. */
export const executablePath = [process.env.CHROMIUM_PATH ?? "", ...names, chromium.executablePath()].find(existsSync);

/** The path of an installed Firefox; undefined if there is none: its tests are then skipped. */
export const firefoxPath = [process.env.FIREFOX_PATH ?? "", "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

/** The path of an installed nginx; undefined if there is none: its tests are then skipped. */
export const nginxPath = [process.env.NGINX_PATH ?? "", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx"].find(existsSync);

/** The path of an installed Caddy, which `make services` installs. */
export const caddyPath = [process.env.CADDY_PATH ?? "", "/usr/bin/caddy", "/usr/local/bin/caddy", "/opt/homebrew/bin/caddy"].find(existsSync);

/** Options that keep Chromium from contacting Google. */
export const args = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log({ chromium: executablePath, firefox: firefoxPath, nginx: nginxPath }[process.argv[2]] ?? "");
}
