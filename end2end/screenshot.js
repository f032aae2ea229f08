// Takes the picture in the README: the home page of the application that runs at the address
// given, or at the one of `make dev`.
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./browser.js";

const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
await page.goto(process.argv[2] ?? "http://localhost:3000");
await page.screenshot({ path: fileURLToPath(new URL("../docs/screenshot.png", import.meta.url)) });
await browser.close();
