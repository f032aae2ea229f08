// A proxy that several browsers share. It stores every response that HTTP (RFC 9111) allows a
// shared cache to store, and serves it to any of them.
import http from "node:http";
import type { AddressInfo } from "node:net";
import CachePolicy from "http-cache-semantics";

type Kept = { policy: CachePolicy; status: number; body: Buffer };

const ask = (url: string, { method, headers }: http.IncomingMessage, body: Buffer) =>
  new Promise<http.IncomingMessage>((done, fail) => {
    http.request(url, { method, headers }, done).on("error", fail).end(body);
  });

export async function startCachingProxy() {
  const kept = new Map<string, Kept[]>();
  const servedFromMemory: string[] = [];

  const server = http.createServer(async (asked, answer) => {
    const url = asked.url ?? "";
    const request = { url, method: asked.method, headers: asked.headers };
    const found = kept.get(url)?.find(({ policy }) => policy.satisfiesWithoutRevalidation(request));
    if (found) {
      servedFromMemory.push(url);
      answer.writeHead(found.status, found.policy.responseHeaders()).end(found.body);
      return;
    }
    const received = await ask(url, asked, Buffer.concat(await asked.toArray()));
    const [status, body] = [received.statusCode ?? 502, Buffer.concat(await received.toArray())];
    const policy = new CachePolicy(request, { status, headers: received.headers }, { shared: true });
    if (policy.storable()) kept.set(url, [...(kept.get(url) ?? []), { policy, status, body }]);
    answer.writeHead(status, received.headers).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;

  return {
    servedFromMemory,
    /** Options of a browser context. Without them, Chromium would not use a proxy for this machine. */
    settings: { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" },
    stop: () => server.close(),
  };
}
