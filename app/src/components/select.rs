use leptos::prelude::*;

/// [Liste déroulante](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/liste-deroulante): a choice
/// among options, each with its value and its words. The first one stands for all.
#[component]
pub fn Select(
    /// The name of the field, and its `id`.
    name: &'static str,
    label: &'static str,
    /// The words of the choice that leaves the value empty.
    all: &'static str,
    options: Vec<(&'static str, &'static str)>,
    /// The value that is chosen.
    chosen: &'static str,
) -> impl IntoView {
    let options = options.into_iter().map(|(value, words)| {
        view! { <option value=value selected=value == chosen>{words}</option> }
    });
    view! {
        <div class="fr-select-group">
            <label class="fr-label" for=name>{label}</label>
            <select class="fr-select" id=name name=name>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}
