use leptos::prelude::*;

/// The verdict on a field: the message about a right value, or about a mistake.
pub type Verdict = Result<&'static str, &'static str>;

/// The message about a field ([champ de
/// saisie](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/champ-de-saisie)), which
/// the field names in its `aria-describedby`. There is one message at a time, or none. A mistake begins
/// with a word: colour alone would not do. The region is there before its message, so that assistive
/// technologies announce each change.
#[component]
pub fn FieldMessage(
    #[prop(into)] id: String,
    verdict: impl Fn() -> Option<Verdict> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let class = move || match verdict() {
        None => "fr-message",
        Some(Ok(_)) => "fr-message fr-message--valid",
        Some(Err(_)) => "fr-message fr-message--error",
    };
    let word = move || matches!(verdict(), Some(Err(_))).then_some("Erreur\u{a0}: ");
    let text = move || verdict().map(|verdict| verdict.unwrap_or_else(|mistake| mistake));
    view! {
        <div class="fr-messages-group" id=id aria-live="polite">
            <p class=class>{word}{text}</p>
        </div>
    }
}
