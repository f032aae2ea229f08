use super::{agent, page, page_of_site, page_with};
use app::service;
use leptos::prelude::*;
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

/// A site with a stylesheet at the place where `make dsfr` writes it.
fn site_with_dsfr() -> PathBuf {
    let root = std::env::temp_dir().join(format!("site-{}", std::process::id()));
    fs::create_dir_all(root.join("dsfr")).unwrap();
    fs::write(root.join("dsfr/dsfr.css"), "").unwrap();
    root
}

#[tokio::test]
async fn the_states_marks_and_the_official_button_come_with_the_dsfr_only() {
    let root = site_with_dsfr();
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
