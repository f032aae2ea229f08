//! The files that programs read, from the table of pages and the words of the team: `/robots.txt`,
//! `/sitemap.xml` and `/manifest.webmanifest`.

use crate::{
    access::Access,
    page::{Page, Pages, Place},
    pages::PAGES,
    refusals, service,
};
use serde_json::json;

/// The text of `/robots.txt` (RFC 9309). It excludes the steps of a login, the server functions and the pages
/// that require a login.
pub fn robots_txt(origin: &str) -> String {
    let guarded = PAGES.iter().filter(|page| page.access != Access::Public);
    // A path with parameters is left out from the first of them on.
    let guarded = guarded.map(|page| before_parameters(page.path));
    let guarded = guarded.filter(|path| *path != "/");
    let paths = ["/api/", "/auth/", "/preferences/", refusals::page::PATH]
        .into_iter()
        .chain(guarded);
    let lines = paths.map(|path| format!("Disallow: {path}\n"));
    let rules: String = lines.collect();
    format!("User-agent: *\n{rules}Sitemap: {origin}/sitemap.xml\n")
}

fn before_parameters(path: &str) -> &str {
    path.split('{').next().unwrap_or(path)
}

/// The text of `/sitemap.xml` (<https://www.sitemaps.org/protocol.html>): the public pages that the frame links
/// to. A path of the table holds no character that XML reserves.
pub fn sitemap_xml(origin: &str) -> String {
    let is_listed = |page: &&Page| page.access == Access::Public && page.place != Place::Elsewhere;
    let pages = Pages(PAGES).linked().filter(is_listed);
    let urls = pages.map(|page| format!("  <url><loc>{origin}{}</loc></url>\n", page.path));
    let urls: String = urls.collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    )
}

/// The text of `/manifest.webmanifest` (W3C Web Application Manifest): the name and the icons that a browser
/// shows for a shortcut to the site.
pub fn manifest() -> String {
    let manifest = json!({
        "name": service::NAME,
        "short_name": service::NAME,
        "description": service::TAGLINE,
        "lang": "fr",
        "start_url": "/",
        "display": "browser",
        "icons": [
            { "src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml" },
            { "src": "/icon-512.png", "sizes": "512x512", "type": "image/png" },
        ],
    });
    manifest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://app.example.fr";

    #[test]
    fn robots_are_kept_out_of_guarded_pages_and_of_no_other() {
        let text = robots_txt(ORIGIN);
        for page in PAGES {
            let line = format!("Disallow: {}\n", before_parameters(page.path));
            assert_eq!(
                text.contains(&line),
                page.access != Access::Public,
                "{text}"
            );
        }
        assert!(text.starts_with("User-agent: *\nDisallow: /api/\nDisallow: /auth/\n"));
        assert!(text.ends_with("\nSitemap: https://app.example.fr/sitemap.xml\n"));
    }

    #[test]
    fn the_sitemap_lists_the_public_pages_of_the_frame_by_their_whole_address() {
        let text = sitemap_xml(ORIGIN);
        for page in PAGES {
            let location = format!("<loc>{ORIGIN}{}</loc>", page.path);
            let is_listed = page.access == Access::Public && page.place != Place::Elsewhere;
            assert_eq!(text.contains(&location), is_listed, "{text}");
            assert!(!page.path.contains(['&', '<', '>']), "{}", page.path);
        }
    }
}
