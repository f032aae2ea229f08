use crate::{components::breadcrumb::Breadcrumb, site_map::Page};
use leptos::prelude::*;
use leptos_meta::Title;

/// The title of the document, where the page is, and its one heading of the first level.
#[component]
pub fn PageHead(page: Page) -> impl IntoView {
    view! {
        <Title text=page.title/>
        <Breadcrumb page/>
        <h1>{page.title}</h1>
    }
}
