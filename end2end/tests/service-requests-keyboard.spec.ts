// « Demandes » without a mouse, and at 400 %: a window of 1280 by 1024 pixels then shows 320 by 256.
import { expect, test } from "../support/fixtures";
import { angela, logIn, main } from "../support/journey";
import { tabTo } from "../support/keyboard";
import { overflow } from "../support/pages";
import { beginWithoutRequests, fields, fileButton, giveRole, origin, rows } from "../support/service-requests";
import { heading } from "../support/session-watch";

beginWithoutRequests();

for (const [name, viewport] of [
  ["at 100 %", { width: 1280, height: 1024 }],
  ["at 400 %", { width: 320, height: 256 }],
] as const) {
  test(`an agent files, finds and decides on a request by keyboard alone, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto(`${origin}/demandes`);
    await logIn(page);
    giveRole(angela, "administrator");
    const type = (text: string) => page.keyboard.type(text);
    const press = (key: string) => page.keyboard.press(key);

    await tabTo(page, page.getByRole("link", { name: "Nouvelle demande" }));
    await press("Enter");
    await expect(heading(page)).toHaveText("Nouvelle demande");
    await page.waitForLoadState("networkidle");
    await tabTo(page, fields(page).subject);
    await type("Un badge");
    await tabTo(page, fields(page).siret);
    await press("Control+a");
    await type("130 025 265 00014");
    await press("Enter");
    // The first field with a mistake has the focus.
    await expect(fields(page).siret).toBeFocused();
    await expect(fields(page).siret).toHaveAttribute("aria-invalid", "true");
    expect(await overflow(page)).toBe(0);
    await press("End");
    await press("Backspace");
    await type("3");
    await press("Tab");
    await expect(fields(page).description).toBeFocused();
    await type("Pour la salle 3.");
    await press("Tab");
    await expect(fileButton(page)).toBeFocused();
    await press("Enter");
    await expect(heading(page)).toHaveText("Un badge");
    expect(await overflow(page)).toBe(0);

    await tabTo(page, page.getByRole("link", { name: "Retour aux demandes" }));
    await press("Enter");
    await tabTo(page, page.getByRole("searchbox"));
    await type("un b");
    await press("Tab");
    await press("ArrowDown");
    await tabTo(page, page.getByRole("button", { name: "Filtrer" }));
    await press("Enter");
    await expect(page).toHaveURL(/etat=pending/);
    expect(await overflow(page)).toBe(0);
    await tabTo(page, rows(page).getByRole("link", { name: "Un badge" }));
    await press("Enter");
    await expect(heading(page)).toHaveText("Un badge");

    await tabTo(page, page.getByRole("button", { name: "Refuser" }));
    await press("Enter");
    await expect(page.getByRole("textbox", { name: "Motif" })).toBeFocused();
    await type("Hors périmètre.");
    await tabTo(page, page.getByRole("button", { name: "Refuser" }));
    await press("Enter");
    await expect(main(page)).toContainText(`Refusée par ${angela.name}`);
    expect(await overflow(page)).toBe(0);
  });
}
