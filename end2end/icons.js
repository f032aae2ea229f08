// Renders public/favicon.svg as the icons that some programs want in another form: the PNG of a shortcut, and
// favicon.ico for those that read no page.
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./browser.js";

const folder = resolve(import.meta.dirname, "../public");
const svg = await readFile(join(folder, "favicon.svg"), "utf8");

const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage();

async function png(size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** A file of one image, in PNG: a directory of one entry, with the place of the image. */
function ico(image, size) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(image.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, image]);
}

await writeFile(join(folder, "apple-touch-icon.png"), await png(180));
await writeFile(join(folder, "icon-512.png"), await png(512));
await writeFile(join(folder, "favicon.ico"), ico(await png(32), 32));
await browser.close();
