// A real Caddy with TLS in front of the application, with the configuration of server/deploy/Caddyfile.
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { caddyPath } from "../browser.js";
import { applicationHost, makeCertificate } from "./https-front";
import { freePort, isListening } from "./programs";

/** Caddy has one block of global options: that of this test takes the place of the documented one. */
const documented = readFileSync(join(import.meta.dirname, "../../server/deploy/Caddyfile"), "utf8").replace(/^\{\n(?:\t.*\n)*\}\n/m, "");

/** Listens on `port`, in front of the application on `applicationPort`. */
export async function startCaddy(port: number, applicationPort: number) {
  const folder = mkdtempSync(join(tmpdir(), "caddy-"));
  const files = makeCertificate();
  // Ports and folders of this test. Without an administration port, several can run at a time.
  const options = `{
    admin off
    default_sni ${applicationHost}
    default_bind 127.0.0.1
    http_port ${await freePort()}
    https_port ${port}
    storage file_system ${folder}
  }\n`;
  const site = documented
    .replace("/etc/caddy/service.example.fr.pem", files.certificate)
    .replace("/etc/caddy/service.example.fr.key", files.key)
    .replaceAll("service.example.fr", applicationHost)
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${applicationPort}`);
  writeFileSync(join(folder, "Caddyfile"), options + site);

  if (!caddyPath) throw new Error("no Caddy is installed: make services");
  const log = () => readFileSync(join(folder, "log"), "utf8");
  const output = openSync(join(folder, "log"), "a");
  const caddy = spawn(caddyPath, ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")], {
    env: { HOME: folder },
    stdio: ["ignore", output, output],
  });
  const exited = new Promise((done) => caddy.once("exit", done));
  while (!(await isListening(port))) {
    if (caddy.exitCode !== null) throw new Error(`Caddy ended with exit code ${caddy.exitCode}: ${log()}`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return {
    origin: `https://${applicationHost}:${port}`,
    log,
    async stop() {
      caddy.kill("SIGTERM");
      await exited;
    },
  };
}
