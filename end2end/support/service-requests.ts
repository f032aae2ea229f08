// The feature « Demandes »: its pages, and a server of the test's own where the list must hold nothing else.
import { execFileSync } from "node:child_process";
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { angela, logInAs, main } from "./journey";
import { freePort, serverBinary, serverEnvironment, startMock, temporaryStore } from "./programs";

/** The fields of a new request. */
export const fields = (page: Page) => ({
  subject: page.getByRole("textbox", { name: "Objet" }),
  siret: page.getByRole("textbox", { name: "Numéro SIRET" }),
  description: page.getByRole("textbox", { name: "Description" }),
});

/** The message about a field. */
export const messageAbout = (page: Page, field: "subject" | "siret" | "description" | "reason") => page.locator(`#${field}-message p`);

export const fileButton = (page: Page) => page.getByRole("button", { name: "Déposer la demande" });

/** The rows of the list. */
export const rows = (page: Page) => main(page).getByRole("row").filter({ has: page.getByRole("rowheader") });

/** A colleague of Angela. */
export const colleague = { name: "Olivier POSTEL", email: "olivier.postel@ministere.example.fr", siret: angela.siret };

/** An agent of another organisation. */
export const stranger = { name: "Sophie MARTIN", email: "sophie.martin@octo.example.com", siret: "41816609600069" };

/** The address of the test's server. */
export let origin: string;
let issuer: string;
let store: string;
let stopMock: () => Promise<void>;

/** Gives each test of a file a server of its own, without any request. */
export function beginWithoutRequests() {
  test.beforeEach(async ({ start }) => {
    const port = await freePort();
    const mock = await startMock(`http://localhost:${port}`);
    [stopMock, issuer, store] = [mock.stop, mock.issuer, temporaryStore()];
    ({ origin } = await start({ port, issuer, store }));
  });
  test.afterEach(() => stopMock());
}

/** Another browser, in which the agent of that name is signed in and sees the list. */
export async function signedIn(browser: Browser, name: string): Promise<Page> {
  const { javaScriptEnabled, locale } = test.info().project.use;
  const page = await (await browser.newContext({ javaScriptEnabled, locale })).newPage();
  await page.goto(`${origin}/demandes`);
  await logInAs(page, name);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Demandes");
  return page;
}

/** Files a request by the form, and ends on its page. */
export async function file(page: Page, subject: string, description = "Une phrase.") {
  await page.goto(`${origin}/demandes/nouvelle`);
  await fields(page).subject.fill(subject);
  await fields(page).description.fill(description);
  await fileButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(subject);
}

/** Files requests without the form, in this order. */
export async function fileMany(page: Page, subjects: string[]) {
  await page.goto(`${origin}/demandes/nouvelle`);
  const agent = await main(page).locator("input[name=agent]").inputValue();
  for (const subject of subjects) {
    const form = { subject, siret: angela.siret, description: "Une phrase.", agent };
    const answer = await page.request.post(`${origin}/api/file_service_request`, { form, headers: { origin } });
    expect(answer.ok()).toBe(true);
  }
}

/** Gives the agent a role in their organisation, as an operator does while the server runs. */
export function giveRole({ email, siret }: { email: string; siret: string }, role: "administrator" | "member") {
  const settings = { port: Number(new URL(origin).port), issuer, store };
  execFileSync(serverBinary, ["agents", "role", `--email=${email}`, `--siret=${siret}`, `--role=${role}`], {
    env: serverEnvironment(settings),
    stdio: "pipe",
  });
}
