/**
 * The addresses of the site's pages, as its own site map lists them: those open to everybody, and those
 * for agents, which have a badge there. A page for another role than `agent_public`, or for administrators, is in neither
 * list: the agent of the tests cannot open it.
 */
export async function sitePages(origin) {
  const html = await (await fetch(new URL("/plan-du-site", origin))).text();
  const lists = html.split('class="app-site-map"').slice(1).map((rest) => rest.split("</ul>")[0]);
  const entries = lists.flatMap((list) => list.split("<li>").slice(1)).filter((entry) => !/accès restreint|>administration</.test(entry));
  const addresses = (guarded) =>
    entries.filter((entry) => entry.includes("fr-badge") === guarded).map((entry) => /href="([^"]+)"/.exec(entry)[1]);
  return { publicPages: ["/plan-du-site", ...addresses(false)], guardedPages: addresses(true) };
}
