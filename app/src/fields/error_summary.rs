use crate::tab_title;
use leptos::prelude::*;

/// The mark before the title of a page that shows a mistake.
pub const MARK: &str = "Erreur\u{a0}: ";

/// A mistake in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistake {
    /// The `id` of the field.
    pub field: &'static str,
    /// The message, which the field shows too.
    pub message: &'static str,
}

/// The mistakes of a form that was sent, before the form
/// ([alerte](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/alerte)): as the server
/// renders them, and as an island finds them before it sends the form. Nothing without a mistake. The
/// focus goes to the first field with a mistake, not to this summary.
#[component]
pub fn ErrorSummary(
    mistakes: impl Fn() -> Vec<Mistake> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    move || {
        let mistakes = mistakes();
        (!mistakes.is_empty()).then(|| {
            let title = match mistakes.len() {
                1 => "Le formulaire contient une erreur",
                _ => "Le formulaire contient des erreurs",
            };
            let link = |Mistake { field, message }| {
                view! { <li><a href=format!("#{field}")>{message}</a></li> }
            };
            view! {
                <div class="fr-alert fr-alert--error" role="alert">
                    <h2 class="fr-alert__title">{title}</h2>
                    <ul>{mistakes.into_iter().map(link).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// Marks the title of the tab in an island as long as there is a mistake, as the server marks the title
/// of the page.
pub fn mark_title(has_mistake: impl Fn() -> bool + 'static) {
    Effect::new(move || tab_title::mark(MARK, has_mistake()));
}
