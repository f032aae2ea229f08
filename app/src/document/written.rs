use leptos::{prelude::*, tachys::html::InertElement};

/// A view of any type, written at once. `into_any` gives one type to views as well, but copies each
/// attribute first.
pub fn written(view: impl IntoView) -> InertElement {
    InertElement::new(view.into_view().to_html())
}
