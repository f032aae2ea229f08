use crate::{
    document::{kept::kept, theme::Theme},
    page::Page,
    service,
};
use leptos::{attr::custom::CustomAttribute, html, prelude::*};
use proconnect::web::ProConnect;

/// `--surface` of `style/tokens.css`, light and dark: the colour that a browser gives to its own bars.
const SURFACES: [&str; 2] = ["#fff", "#182329"];

/// The part of the head that describes the document: its icons, and the preview of a link to it (Open Graph).
/// A document in place of an answer has the description of the service.
#[component]
pub fn Metadata() -> impl IntoView {
    let origin = use_context::<ProConnect>();
    let origin = origin.map(|of| of.relying_party.config().origin());
    let addresses = Page::current().zip(origin).map(|(page, origin)| {
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
    let title = Page::current().map_or("", |page| page.title);
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

#[component]
fn ThemeColor() -> impl IntoView {
    let [light, dark] = SURFACES;
    let of_the_system = |surface, scheme| {
        let media = format!("(prefers-color-scheme: {scheme})");
        let theme_color = html::meta().name("theme-color").content(surface);
        theme_color.attr("media", media)
    };
    match use_context().unwrap_or_default() {
        Theme::Light => view! { <meta name="theme-color" content=light/> }.into_any(),
        Theme::Dark => view! { <meta name="theme-color" content=dark/> }.into_any(),
        Theme::System => {
            let both = (of_the_system(light, "light"), of_the_system(dark, "dark"));
            both.into_any()
        }
    }
}
