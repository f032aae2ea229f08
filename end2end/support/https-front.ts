// An https proxy in front of the application, with several host names of one domain: the
// application's own, and that of a sibling that the test controls.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const domain = "example.test";
export const applicationHost = `app.${domain}`;
export const siblingHost = `evil.${domain}`;

/** Options with which Chromium resolves both hosts to this machine. */
export const resolverRules = `--host-resolver-rules=MAP *.${domain} 127.0.0.1`;

/** The files of a certificate made for the run, for every host of the domain. */
export function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const names = ["-subj", `/CN=${domain}`, "-addext", `subjectAltName=DNS:*.${domain}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  return { key, certificate };
}

const removal = "; Max-Age=0";

/** Listens on `port`, and forwards the application's requests to `applicationPort`. */
export async function startHttpsFront(port: number, applicationPort: number) {
  const files = makeCertificate();
  let planted: string[] = [];
  let received: string[] = [];
  let withheld: string[] | undefined;

  /** Sets the test's cookies, for the whole domain. */
  const sibling = (response: http.ServerResponse) =>
    response.writeHead(200, planted.flatMap((cookie) => ["set-cookie", cookie])).end("planted");

  const application = (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (withheld && request.url?.startsWith("/auth/proconnect/callback?")) {
      withheld.push(request.url);
      response.writeHead(204).end();
      return;
    }
    received.push(request.headers.cookie ?? "");
    const asked = { port: applicationPort, method: request.method, path: request.url, headers: request.rawHeaders };
    const passedOn = http.request(asked as unknown as http.RequestOptions, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    passedOn.on("error", () => response.writeHead(502).end());
    request.pipe(passedOn);
  };

  const options = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
  const server = https.createServer(options, (request, response) =>
    request.headers.host?.startsWith(siblingHost) ? sibling(response) : application(request, response),
  );
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));

  return {
    origin: `https://${applicationHost}:${port}`,
    sibling: `https://${siblingHost}:${port}/`,
    /** The cookies that the sibling sets from now on, one byte per character. It removes its previous ones. */
    plants(cookies: string[]) {
      const before = planted.filter((cookie) => !cookie.endsWith(removal));
      planted = [...before.map((cookie) => cookie + removal), ...cookies];
    },
    /** The `Cookie` headers that the application has received since the last call, one character per byte. */
    takeReceived() {
      const before = received;
      received = [];
      return before;
    },
    /** Lets an agent log in, and withholds the callback from the application. Returns its address. */
    async withholdCallback(logIn: () => Promise<void>) {
      withheld = [];
      await logIn();
      while (withheld.length === 0) await new Promise((done) => setTimeout(done, 10));
      const [path] = withheld;
      withheld = undefined;
      return path;
    },
    stop: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}
