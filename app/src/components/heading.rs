use leptos::prelude::*;

/// The level of a heading inside a page. There is no first level here: that one is the page's own
/// title, which [`PageHead`](crate::pages::page_head::PageHead) writes once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingLevel {
    /// A part of the page.
    H2,
    /// A part of a part.
    H3,
}

/// A heading of the level given.
#[component]
pub fn Heading(level: HeadingLevel, class: &'static str, children: Children) -> impl IntoView {
    match level {
        HeadingLevel::H2 => view! { <h2 class=class>{children()}</h2> }.into_any(),
        HeadingLevel::H3 => view! { <h3 class=class>{children()}</h3> }.into_any(),
    }
}
