// `make dsfr`, with a made-up package that has the DSFR's layout. No terms are accepted, and
// nothing is downloaded.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build, check, components } from "../../style/dsfr/dsfr.mjs";
import { expect, test } from "../support/fixtures";
import { mock, serverEnvironment, temporaryStore } from "../support/programs";

const root = resolve(import.meta.dirname, "../..");

/** A package in which each stylesheet refers to its own file. */
function madeUpPackage(): string {
  const source = mkdtempSync(join(tmpdir(), "made-up-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  };
  write("LICENSE.md", "made up");
  write(
    "dist/core/core.main.min.css",
    "@font-face{src:url(../fonts/Made-Up.woff2)}:root[data-fr-theme=dark]{--background-default-grey:#010203}",
  );
  write("dist/fonts/Made-Up.woff2", "font");
  write("dist/scheme/scheme.min.css", ":root{--background-default-grey:#fefefe}");
  write("dist/icons/icon.svg", "<svg/>");
  for (const name of components) {
    const css = `.fr-${name}{mask-image:url("../../icons/icon.svg");background:url(data:image/svg+xml;base64,AA)}`;
    write(`dist/component/${name}/${name}.main.min.css`, css);
  }
  write("dist/component/modal/modal.main.min.css", ".fr-modal{}");
  return source;
}

test("without an acceptance nothing is fetched and nothing changes", async () => {
  const { DSFR_ACCEPT_LICENSE: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync("node", ["style/dsfr/dsfr.mjs"], { cwd: root, env, input: "accept\n", encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout).toContain("Its terms of");
  expect(stderr).toContain("Not accepted");
  expect(existsSync(join(root, "public/dsfr"))).toBe(false);
});

test("an archive that is not the pinned one is refused", async () => {
  const integrity = `sha512-${createHash("sha512").update("the archive").digest("base64")}`;
  check(Buffer.from("the archive"), integrity);
  expect(() => check(Buffer.from("another"), integrity)).toThrow("not the pinned one");
  const weak = `sha1-${createHash("sha1").update("the archive").digest("base64")}`;
  expect(() => check(Buffer.from("the archive"), weak)).toThrow("not the pinned one");
});

test("the stylesheet holds what the components use, and its files come with it", async () => {
  const output = join(mkdtempSync(join(tmpdir(), "dsfr-")), "dsfr");
  build(madeUpPackage(), output);
  const css = readFileSync(join(output, "dsfr.css"), "utf8");
  for (const part of ["url(fonts/Made-Up.woff2)", "url(icons/icon.svg)", "url(data:image", ".fr-connect{", ".app-hero", "--surface: var(--background-default-grey)"]) {
    expect(css).toContain(part);
  }
  expect(css, "dark by the system too").toMatch(/@media \(prefers-color-scheme:dark\)\{.*:root\[data-fr-scheme=system\]\{--background-default-grey:#010203\}/);
  expect(css, "only what is used").not.toContain(".fr-modal");
  for (const file of ["fonts/Made-Up.woff2", "icons/icon.svg", "LICENSE.md"]) expect(existsSync(join(output, file))).toBe(true);
});

test("a package with another layout, or with an address outside it, is refused", async () => {
  const output = join(mkdtempSync(join(tmpdir(), "dsfr-")), "dsfr");
  expect(() => build(mkdtempSync(join(tmpdir(), "empty-")), output)).toThrow("its layout has changed");
  const source = madeUpPackage();
  writeFileSync(join(source, "dist/core/core.main.min.css"), "a{background:url(../../../../etc/hostname)}");
  expect(() => build(source, output)).toThrow("outside the package");
});

test("with it the site links its stylesheet and shows the official button, and logs in with it", async ({ page, start }) => {
  const site = mkdtempSync(join(tmpdir(), "site-"));
  cpSync(serverEnvironment({ port: 0, issuer: mock.issuer, store: "" }).LEPTOS_SITE_ROOT, site, { recursive: true });
  build(madeUpPackage(), join(site, "dsfr"));
  const { origin } = await start({ issuer: mock.issuer, store: temporaryStore(), site });

  await page.goto(origin);
  await expect(page.getByRole("button", { name: "S’identifier avec ProConnect" })).toHaveClass("fr-connect fr-connect--pro");
  await expect(page.locator("link[rel=stylesheet]")).toHaveAttribute("href", "/dsfr/dsfr.css");
  expect(await page.locator("body").evaluate((body) => getComputedStyle(body).minHeight), "our bridge applies").toBe("720px");
});
