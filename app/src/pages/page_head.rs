use crate::{components::breadcrumb::Breadcrumb, document::title::Title, page::Page};
use leptos::prelude::*;

/// The title of the document, where the page is, and its one heading of the first level.
#[component]
pub fn PageHead() -> impl IntoView {
    let title = Page::current().map_or("", |page| page.title);
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <h1>{title}</h1>
    }
}
