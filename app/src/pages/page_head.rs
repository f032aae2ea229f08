use crate::{components::breadcrumb::Breadcrumb, document::title::Title, page::Page};
use leptos::prelude::*;

/// The document's title, the breadcrumb, and the only level 1 heading.
#[component]
pub fn PageHead() -> impl IntoView {
    let title = Page::current().map_or("", |page| page.title);
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <h1>{title}</h1>
    }
}
