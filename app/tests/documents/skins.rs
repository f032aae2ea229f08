use super::{agent, page, page_of_site, page_with, read, request};
use app::{development::Development, pages::PAGES, render_page, service};
use leptos::{prelude::*, tachys::html::InertElement};
use std::{fs, path::PathBuf};

#[tokio::test]
async fn the_theme_of_the_cookie_is_in_the_document_from_its_first_byte() {
    for (cookies, attributes, meta) in [
        ("", "data-fr-scheme=\"system\">", "light dark"),
        (
            "__Host-theme=light",
            "data-fr-scheme=\"light\" data-fr-theme=\"light\">",
            "light",
        ),
        (
            "a=b; __Host-theme=dark",
            "data-fr-scheme=\"dark\" data-fr-theme=\"dark\">",
            "dark",
        ),
        (
            "__Host-theme=\"><script>",
            "data-fr-scheme=\"system\">",
            "light dark",
        ),
    ] {
        let html = page_with("/", cookies, None).await.html;
        let root = format!("<!DOCTYPE html><html lang=\"fr\" {attributes}");
        assert!(html.starts_with(&root), "{root} in {html}");
        let meta = format!("<meta name=\"color-scheme\" content=\"{meta}\"");
        assert!(html.contains(&meta), "{meta} in {html}");
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
    }
}

/// A site with a stylesheet at the place where `make dsfr` writes it, in a folder of the test's own.
pub fn site_with_dsfr(test: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("site-{test}-{}", std::process::id()));
    fs::create_dir_all(root.join("dsfr")).unwrap();
    fs::write(root.join("dsfr/dsfr.css"), "").unwrap();
    root
}

#[tokio::test]
async fn the_states_marks_and_the_official_button_come_with_the_dsfr_only() {
    let root = site_with_dsfr("skins");
    let options = LeptosOptions::builder()
        .output_name("app")
        .site_root(root.to_str().unwrap())
        .build();
    let dsfr = page_of_site(options, "/", "", None).await.html;
    fs::remove_dir_all(root).unwrap();
    let neutral = page("/", None).await.html;

    for (mark, in_dsfr, in_neutral) in [
        ("href=\"/dsfr/dsfr.css\"", true, false),
        ("/pkg/app.css", false, true),
        ("class=\"fr-connect fr-connect--pro\"", true, false),
        ("S’identifier avec", true, false),
        ("Se connecter via", false, true),
        ("class=\"fr-logo\"", true, false),
        (service::MINISTRY[0], true, false),
    ] {
        assert_eq!(dsfr.contains(mark), in_dsfr, "{mark} in {dsfr}");
        assert_eq!(neutral.contains(mark), in_neutral, "{mark} in {neutral}");
    }
    assert!(!page("/", Some(agent())).await.html.contains("fr-logo"));
}

/// Renders the home page of a site that holds these files, in development or not.
async fn home(files: &[&str], is_development: bool) -> String {
    let name = format!(
        "button-{}-{is_development}-{}",
        files.join("-"),
        std::process::id()
    );
    let root = std::env::temp_dir().join(name);
    fs::create_dir_all(&root).unwrap();
    for file in files {
        fs::write(root.join(file), "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
    }
    let options = LeptosOptions::builder()
        .output_name("app")
        .site_root(root.to_str().unwrap())
        .build();
    let provide = move || {
        if is_development {
            let panel = || InertElement::new("");
            provide_context(Development { panel });
        }
    };
    let row = PAGES.iter().find(|page| page.path == "/").unwrap();
    let answer = read(render_page(provide, options, row, request("/", "", None)).await).await;
    fs::remove_dir_all(root).unwrap();
    answer.html
}

#[tokio::test]
async fn the_neutral_button_is_proconnects_image_where_the_team_has_put_it() {
    for (files, shown, not_shown) in [
        (
            &["proconnect.svg"][..],
            &[
                "<img src=\"/proconnect.svg\" alt=\"\" width=\"214\" height=\"56\">",
                ">S’identifier avec ProConnect</span>",
            ][..],
            &[
                "Se connecter via",
                "/proconnect-hover.svg",
                "fr-connect__login",
            ][..],
        ),
        (
            &["proconnect.svg", "proconnect-hover.svg"],
            &["src=\"/proconnect.svg\"", "src=\"/proconnect-hover.svg\""],
            &["Se connecter via"],
        ),
        (
            &["favicon.svg"],
            &["Se connecter via"],
            &["/proconnect.svg", "S’identifier"],
        ),
    ] {
        let html = home(files, false).await;
        for part in shown {
            assert!(html.contains(part), "{files:?}: {part} in {html}");
        }
        for part in not_shown {
            assert!(!html.contains(part), "{files:?}: {part} in {html}");
        }
    }
}

#[tokio::test]
async fn the_provisional_button_is_called_so_in_development_alone() {
    let note = "Bouton provisoire";
    assert!(home(&[], true).await.contains(note));
    assert!(!home(&[], false).await.contains(note));
    assert!(!home(&["proconnect.svg"], true).await.contains(note));
}
