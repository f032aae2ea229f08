use crate::{
    components::breadcrumb::Breadcrumb,
    document::{kept::kept, title::Title},
    page::Page,
};
use leptos::prelude::*;

/// The document's title, the breadcrumb, and the only level 1 heading.
#[component]
pub fn PageHead() -> impl IntoView {
    let title = Page::current().map_or("", |page| page.title);
    view! {
        <Title text=title/>
        {kept("page head", || view! { <Heading/> })}
    }
}

#[component]
fn Heading() -> impl IntoView {
    let title = Page::current().map_or("", |page| page.title);
    view! {
        <Breadcrumb/>
        <h1>{title}</h1>
    }
}
