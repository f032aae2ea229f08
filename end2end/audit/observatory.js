// Runs the Mozilla Observatory's own scanner on every public page of the release build, and prints
// a table. In front of the server is a proxy as in production: TLS, and a redirect to it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scan } from "@mdn/mdn-http-observatory";
import { generate } from "selfsigned";
import { sitePages } from "../support/site-pages.js";
import { startServer } from "./server.js";

const host = "localhost:3312";
const behind = 3311;
const least = 130;

// Node reads its trusted authorities once, when it starts. This script therefore creates the
// proxy's certificate, and runs itself again.
const folder = process.argv[2];
if (folder === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "observatory-"));
  const pems = await generate([{ name: "commonName", value: "localhost" }]);
  writeFileSync(join(folder, "cert.pem"), pems.cert);
  writeFileSync(join(folder, "key.pem"), pems.private, { mode: 0o600 });
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "cert.pem") };
  const { status } = spawnSync(process.execPath, [import.meta.filename, folder], { env, stdio: "inherit" });
  process.exit(status ?? 1);
}

// The scanner would download browsers' list of https-only sites, which does not contain this host.
const scanner = fileURLToPath(import.meta.resolve("@mdn/mdn-http-observatory"));
writeFileSync(join(scanner, "../../conf/hsts-preload.json"), "{}");

const server = await startServer({ port: behind, origin: `https://${host}` });

const forward = (asked, answer) => {
  const { url, method, headers } = asked;
  const request = http.request({ host: "127.0.0.1", port: behind, path: url, method, headers }, (received) => {
    answer.writeHead(received.statusCode, received.rawHeaders);
    received.pipe(answer);
  });
  asked.pipe(request);
};
const redirect = (asked, answer) => answer.writeHead(301, { location: `https://${host}${asked.url}` }).end();

// The scanner uses one port for https and http. TLS begins with the byte 0x16.
const tls = https.createServer({ key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) }, forward);
const plain = http.createServer(redirect);
const proxy = net.createServer((socket) => {
  socket.once("data", (first) => {
    socket.pause();
    socket.unshift(first);
    (first[0] === 0x16 ? tls : plain).emit("connection", socket);
    process.nextTick(() => socket.resume());
  });
  socket.on("error", () => socket.destroy());
});
await new Promise((ready) => proxy.listen(Number(host.split(":")[1]), "127.0.0.1", ready));

let short = 0;
console.log("| page | grade | points |\n|---|---|---|");
for (const page of (await sitePages(`https://${host}`)).publicPages) {
  const { scan: result, tests } = await scan(`${host}${page}`);
  console.log(`| \`${page}\` | ${result.grade} | ${result.score} |`);
  if (result.grade === "A+" && result.score >= least) continue;
  short += 1;
  for (const [name, test] of Object.entries(tests)) {
    if (!test.pass) console.error(`  ${page} ${name}: ${test.result}`);
  }
}
server.kill("SIGTERM");
if (short > 0) console.error(`${short} pages fall short of an A+ with ${least} points`);
process.exit(short > 0 ? 1 : 0);
