// `make screenshots`: pictures of every page, and those of the README, of the release build.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig(tests, { testDir: ".", testMatch: "screenshots.ts", projects: [{ name: "screenshots" }] });
