// A real nginx with TLS in front of the application, with a configuration that the test chooses.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxPath } from "../browser.js";
import { applicationHost, makeCertificate } from "./https-front";
import { freePort, isListening } from "./programs";

/** The minimal configuration of a proxy. Everything else is nginx's default, buffers of 4 kB included. */
const defaults = `
upstream application { server 127.0.0.1:8080; }
server {
  listen 443 ssl;
  server_name service.example.fr;
  ssl_certificate /etc/ssl/service.example.fr.pem;
  ssl_certificate_key /etc/ssl/private/service.example.fr.key;
  location / {
    proxy_pass http://application;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  }
}`;

const configurations = {
  defaults,
  /** The configuration of server/deploy/nginx.conf. */
  documented: readFileSync(join(import.meta.dirname, "../../server/deploy/nginx.conf"), "utf8"),
};

export type Configuration = keyof typeof configurations;

/** Listens on `port`, in front of the application on `applicationPort`. */
export async function startNginx(configuration: Configuration, port: number, applicationPort: number) {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const files = makeCertificate();
  const site = configurations[configuration]
    .replaceAll("service.example.fr.pem", "certificate")
    .replaceAll("service.example.fr.key", "key")
    .replaceAll("service.example.fr", applicationHost)
    .replace("/etc/ssl/certificate", files.certificate)
    .replace("/etc/ssl/private/key", files.key)
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${applicationPort}`)
    .replace("listen 80", `listen 127.0.0.1:${await freePort()}`)
    .replace("listen 443", `listen 127.0.0.1:${port}`);
  for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(folder, name));
  // Debian's nginx.conf around a site, with gzip.
  const text = `
    ${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 768; }
    http {
      access_log off; sendfile on; tcp_nopush on; types_hash_max_size 2048; gzip on;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      ${site}
    }`;
  writeFileSync(join(folder, "nginx.conf"), text);

  if (!nginxPath) throw new Error("no nginx is installed");
  const nginx = spawn(nginxPath, ["-p", folder, "-e", join(folder, "error.log"), "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const exited = new Promise((done) => nginx.once("exit", done));
  const log = () => readFileSync(join(folder, "error.log"), "utf8");
  while (!(await isListening(port))) {
    if (nginx.exitCode !== null) throw new Error(`nginx ended with exit code ${nginx.exitCode}: ${log()}`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return {
    origin: `https://${applicationHost}:${port}`,
    log,
    async stop() {
      nginx.kill("SIGTERM");
      await exited;
    },
  };
}
