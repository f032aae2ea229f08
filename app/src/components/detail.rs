use leptos::{either::Either, prelude::*};

/// A line of a list of details (`<dl class="app-details">`): the name of a value, then the value, or the words in
/// its place when it is blank.
#[component]
pub fn Detail(
    term: &'static str,
    value: Option<String>,
    /// The words in place of a blank value, which agree with the term.
    #[prop(default = "non communiqué")]
    absent: &'static str,
    /// A remark under the value.
    #[prop(optional_no_strip)]
    gloss: Option<&'static str>,
) -> impl IntoView {
    let value = match value.filter(|value| !value.trim().is_empty()) {
        Some(value) => Either::Left(view! { <bdi>{value}</bdi> }),
        None => Either::Right(view! { <span class="app-absent">{absent}</span> }),
    };
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value} {gloss.map(|gloss| view! { <span class="fr-hint-text">{gloss}</span> })}</dd>
        </div>
    }
}
