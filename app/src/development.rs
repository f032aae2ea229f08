//! The place of a development build's tools in the pages. The tools are the server's: a release build holds none.

use leptos::{prelude::*, tachys::html::InertElement};

/// In context of a document in a development build only.
#[derive(Clone, Copy)]
pub struct Development {
    /// The panel for the developers of the service, on its home page.
    pub panel: fn() -> InertElement,
}

/// The panel, where there is one.
#[component]
pub fn DevelopmentPanel() -> impl IntoView {
    use_context::<Development>().map(|development| (development.panel)())
}
