import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { angela } from "../support/journey";
import { client, logs } from "../support/programs";

const read = (name: string) => readFileSync(join(logs, name), "utf8");
const lines = () =>
  readdirSync(logs)
    .filter((name) => name.endsWith(".log"))
    .flatMap((name) => read(name).split("\n"));

/** The characters of a secret: cookies are base64, tokens have dots. */
const words = (text: string) => text.split(/[^\w-]+/).filter((word) => word.length >= 12);

test("O-01 no token, code, state, verifier, cookie or secret of the whole run is in the servers' logs", () => {
  const logged = lines();
  const text = logged.join("\n");
  for (const event of ["login", "logout", "refusal"]) expect(text).toContain(`"event.action":"${event}"`);

  const secrets = new Set(words([client.secret, angela.email, read("secrets.txt")].join("\n")));
  expect(secrets.size, "secrets that the browsers saw").toBeGreaterThan(100);
  const leaks = logged.filter((line) => words(line).some((word) => secrets.has(word)));
  expect(leaks.slice(0, 5), `${leaks.length} lines of ${logged.length}`).toEqual([]);

  // Also secrets that no browser receives: access tokens and verifiers are long words of mixed
  // letters and digits.
  const random = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w-]{24,}$/;
  const suspects = new Set(logged.flatMap(words).filter((word) => random.test(word)));
  expect([...suspects].slice(0, 5)).toEqual([]);
  // The SIRET is in a field of the audit trail, and nowhere else.
  const withoutField = text.replaceAll(`"proconnect.siret":"${angela.siret}"`, "");
  for (const name of [angela.usualName, angela.siret]) expect(withoutField).not.toContain(name);
});
