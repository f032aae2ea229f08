// `make screenshots`: pictures of every page of the release build, and those of the README.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

// `defineConfig(tests, …)` would keep the projects of the tests beside this one.
export default defineConfig({ ...tests, testDir: ".", testMatch: "screenshots.ts", projects: [{ name: "screenshots" }] });
