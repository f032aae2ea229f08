// What holds on every page of every test: nothing the browser complains about, no request that
// leaves this machine. Violations of the content security policy are console errors too.
import { expect, test as base, type ConsoleMessage } from "@playwright/test";
import { freePort, startServer } from "./programs";

type Server = Awaited<ReturnType<typeof startServer>>;
type Start = (settings: Omit<Parameters<typeof startServer>[0], "port"> & { port?: number }) => Promise<Server>;

export const test = base.extend<{ browserComplaints: void; start: Start }>({
  browserComplaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      const errors: ConsoleMessage[] = [];
      const refusedPages = new Set<string>();

      context.on("weberror", (error) => complaints.push(`${error.error()}`));
      context.on("console", (message) => {
        if (message.type() === "error") errors.push(message);
      });
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol !== "data:" && hostname !== "localhost") complaints.push(`a request to ${request.url()}`);
      });
      context.on("response", (response) => {
        if (response.request().isNavigationRequest() && response.status() >= 400) refusedPages.add(response.url());
      });

      await use();

      // Chromium logs a page that is itself answered by 403 or 404; which ones are is for the test to say.
      const isRefusedPage = (error: ConsoleMessage) =>
        error.text().startsWith("Failed to load resource") && refusedPages.has(error.location().url);
      for (const error of errors.filter((error) => !isRefusedPage(error))) {
        complaints.push(`${error.location().url}: ${error.text()}`);
      }
      expect(complaints, "complaints of the browser").toEqual([]);
    },
    { auto: true },
  ],

  // Starts servers of the test's own, and stops them after it.
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
