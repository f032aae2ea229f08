//! The parts of a document that are the same for everybody on a page, rendered once.

use super::{theme::Theme, written::written};
use crate::{page::Page, skin::Look};
use leptos::{prelude::*, tachys::html::InertElement};
use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

/// The name of a part, the path of a page, and the choices that change the part.
type Key = (&'static str, &'static str, Theme, Look);

/// As many parts as there are names, pages and themes in a site, and no more.
static KEPT: LazyLock<RwLock<HashMap<Key, &'static str>>> = LazyLock::new(RwLock::default);

/// The part of that name, rendered at the first call for the page, the theme and the look of the document.
/// The part must depend on nothing else: not on the agent, nor on the query. It captures nothing, and must not
/// look for the agent in context. In place of an answer, and on
/// a page whose path has parameters, the part is rendered each time, since anybody chooses the path.
pub fn kept<V: IntoView>(name: &'static str, render: fn() -> V) -> InertElement {
    let Some(page) = Page::current().filter(|page| !page.has_parameter()) else {
        return written(render());
    };
    kept_at(name, page.path, render)
}

/// The same for a part that does not depend on the page either: it is kept in place of an answer too.
pub fn kept_everywhere<V: IntoView>(name: &'static str, render: fn() -> V) -> InertElement {
    kept_at(name, "", render)
}

fn kept_at<V: IntoView>(name: &'static str, path: &'static str, render: fn() -> V) -> InertElement {
    let theme = use_context().unwrap_or_default();
    let key = (name, path, theme, Look::current());
    let known = KEPT.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(part) = known.get(&key) {
        return InertElement::new(*part);
    }
    drop(known);
    let part: &'static str = render().into_view().to_html().leak();
    let mut known = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    InertElement::new(*known.entry(key).or_insert(part))
}
