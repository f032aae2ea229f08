use crate::{
    access::Access,
    document::{kept::kept, theme::Theme},
    page::Page,
    service,
};
use leptos::{attr::custom::CustomAttribute, html, prelude::*};
use proconnect::web::ProConnect;

/// The colours of the site, where the team changes them.
const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The part of the head that describes the document: its icons, and the preview of a link to it (Open Graph).
/// A document in place of an answer has the description of the service.
#[component]
pub fn Metadata() -> impl IntoView {
    let origin = use_context::<ProConnect>();
    let origin = origin.map(|of| of.relying_party.config().origin());
    // A program that makes previews never sees another page.
    let page = Page::current().filter(|page| page.access == Access::Public);
    let addresses = page.zip(origin).map(|(page, origin)| {
        view! {
            <OpenGraph property="og:url" content=format!("{origin}{}", page.path)/>
            <OpenGraph property="og:image" content=format!("{origin}/icon-512.png")/>
        }
    });
    view! {
        {kept("metadata", || view! { <Description/> })}
        {addresses}
    }
}

#[component]
fn Description() -> impl IntoView {
    let summary = Page::current().map_or(service::TAGLINE, |page| page.summary);
    let title = Page::current().map_or(service::NAME, |page| page.title);
    view! {
        <meta name="description" content=summary/>
        <ThemeColor/>
        <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
        <link rel="icon" sizes="32x32" href="/favicon.ico"/>
        <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        <OpenGraph property="og:type" content="website"/>
        <OpenGraph property="og:locale" content="fr_FR"/>
        <OpenGraph property="og:site_name" content=service::NAME/>
        <OpenGraph property="og:title" content=title/>
        <OpenGraph property="og:description" content=summary/>
    }
}

/// An element of the Open Graph protocol, whose attribute `property` Leptos does not know.
#[component]
fn OpenGraph(property: &'static str, #[prop(into)] content: String) -> impl IntoView {
    html::meta().attr("property", property).content(content)
}

/// The colour that a browser gives to its own bars: the header's.
#[component]
fn ThemeColor() -> impl IntoView {
    let of = |surface, media: Option<&'static str>| {
        let theme_color = html::meta().name("theme-color").content(surface);
        theme_color.attr("media", media)
    };
    surfaces(TOKENS).map(|(light, dark)| match use_context().unwrap_or_default() {
        Theme::Light => vec![of(light, None)],
        Theme::Dark => vec![of(dark, None)],
        Theme::System => vec![
            of(light, Some("(prefers-color-scheme: light)")),
            of(dark, Some("(prefers-color-scheme: dark)")),
        ],
    })
}

/// Returns `--surface`, light and dark; `None` where it is written in another form.
fn surfaces(tokens: &str) -> Option<(&str, &str)> {
    let (_, value) = tokens.split_once("--surface: light-dark(")?;
    value.split_once(')')?.0.split_once(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_of_the_header_is_read_from_the_stylesheet() {
        let tokens =
            "--ground: light-dark(#f6f5f1, #10181d);\n  --surface: light-dark(#fff, #182329);\n";
        assert_eq!(surfaces(tokens), Some(("#fff", "#182329")));
        assert_eq!(surfaces("--surface: #fff;"), None);
        assert!(surfaces(TOKENS).is_some());
    }
}
