use leptos::{
    prelude::*,
    tachys::{html::InertElement, view::Position},
};

/// Bytes that most parts of a document fit in.
const CAPACITY: usize = 2 * 1024;

/// A view of any type, written at once. `into_any` gives one type to views as well, but copies each
/// attribute first.
pub fn written(view: impl IntoView) -> InertElement {
    let mut html = String::with_capacity(CAPACITY);
    let mut position = Position::FirstChild;
    let view = view.into_view();
    view.to_html_with_buf(&mut html, &mut position, true, false, Vec::new());
    InertElement::new(html)
}
