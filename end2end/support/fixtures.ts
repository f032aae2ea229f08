// Rules for every page of every test: no error in the browser's console, no request that leaves
// this machine. A violation of the content security policy is a console error too.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base, type ConsoleMessage, type Response } from "@playwright/test";
import { freePort, logs, startServer } from "./programs";

type Server = Awaited<ReturnType<typeof startServer>>;
type Start = (settings: Omit<Parameters<typeof startServer>[0], "port"> & { port?: number }) => Promise<Server>;

/** The values of a response that are for this browser only: cookies, and the parameters of the journey. */
async function secretsOf(response: Response): Promise<string[]> {
  const headers = await response.headersArray().catch(() => []);
  const cookies = headers
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => value.slice(value.indexOf("=") + 1, value.indexOf(";")))
    // The part after the dot is the return path, in clear, which is not a secret.
    .map((value) => value.split(".")[0]);
  const query = new URL(response.url()).searchParams;
  const secret = ["code", "state", "nonce", "code_challenge", "id_token_hint", "login_hint"];
  return [...cookies, ...secret.flatMap((name) => query.getAll(name))];
}

export const test = base.extend<{ browserComplaints: void; ownHosts: string[]; failingCalls: string[]; secrets: void; start: Start }>({
  // Host names of this machine.
  ownHosts: [["localhost"], { option: true }],

  // Paths that a script of the page calls, and whose failure the test expects.
  failingCalls: [[], { option: true }],

  // Recorded for the last test, which searches the logs for them.
  secrets: [
    async ({ context }, use) => {
      const seen: Promise<string[]>[] = [];
      context.on("response", (response) => seen.push(secretsOf(response)));
      await use();
      const secrets = (await Promise.all(seen)).flat().filter((secret) => secret.length > 0);
      appendFileSync(join(logs, "secrets.txt"), secrets.map((secret) => `${secret}\n`).join(""));
    },
    { auto: true },
  ],

  browserComplaints: [
    async ({ context, ownHosts, failingCalls }, use) => {
      const complaints: string[] = [];
      const errors: ConsoleMessage[] = [];
      const refusedPages = new Set<string>();

      context.on("weberror", (error) => complaints.push(`${error.error()}`));
      context.on("console", (message) => {
        if (message.type() === "error") errors.push(message);
      });
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol !== "data:" && !ownHosts.includes(hostname)) complaints.push(`a request to ${request.url()}`);
      });
      context.on("response", (response) => {
        const isExpected = response.request().isNavigationRequest() || failingCalls.includes(new URL(response.url()).pathname);
        if (isExpected && response.status() >= 400) refusedPages.add(response.url());
      });

      await use();

      // Chromium logs an error for a page whose own status is 403 or 404. Each test declares those
      // it expects.
      const isRefusedPage = (error: ConsoleMessage) =>
        error.text().startsWith("Failed to load resource") && refusedPages.has(error.location().url);
      for (const error of errors.filter((error) => !isRefusedPage(error))) {
        complaints.push(`${error.location().url}: ${error.text()}`);
      }
      expect(complaints, "complaints of the browser").toEqual([]);
    },
    { auto: true },
  ],

  // Starts servers for one test, and stops them after it.
  start: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (settings) => {
      const server = await startServer({ port: await freePort(), ...settings });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
});

export { expect };
