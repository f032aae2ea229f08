use leptos::prelude::*;

/// The level of a heading inside a page. Level 1 is missing on purpose: it is the page's title,
/// which [`PageHead`](crate::pages::page_head::PageHead) renders once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingLevel {
    /// A section of the page.
    H2,
    /// A section inside a section.
    H3,
}

/// A heading of the given level.
#[component]
pub fn Heading(level: HeadingLevel, class: &'static str, children: Children) -> impl IntoView {
    match level {
        HeadingLevel::H2 => view! { <h2 class=class>{children()}</h2> }.into_any(),
        HeadingLevel::H3 => view! { <h3 class=class>{children()}</h3> }.into_any(),
    }
}
