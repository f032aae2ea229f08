use super::{
    functions::CheckSiret,
    siret::{SiretMistake, parse_siret},
};
use crate::agent_field::AgentField;
use leptos::{ev::SubmitEvent, html::Input, prelude::*, server_fn::ServerFn};

/// The field's `id`, the target of the error summary's link.
pub const FIELD: &str = "siret";

/// The `id` of the messages about the field.
const MESSAGES: &str = "siret-messages";

/// A form with one field, checked by [`parse_siret`]: in the browser when the agent leaves the
/// field, and then at every key; on the server when the form arrives.
#[island]
pub fn SiretForm(
    /// The text that the agent typed before, when the form is shown again.
    typed: Option<String>,
) -> impl IntoView {
    let judged = RwSignal::new(typed.as_deref().map(judge));
    let field = NodeRef::<Input>::new();
    let judge_field = move || {
        if let Some(field) = field.get_untracked() {
            judged.set(Some(judge(&field.value())));
        }
    };
    let mistake = move || judged.get().and_then(Result::err);
    let submit = move |event: SubmitEvent| {
        judge_field();
        if judged.get_untracked().is_some_and(|judged| judged.is_err()) {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    };
    view! {
        <form method="post" action=CheckSiret::url() novalidate on:submit=submit>
            <AgentField/>
            <div class="fr-input-group" class=("fr-input-group--error", move || mistake().is_some())>
                <label class="fr-label" for=FIELD>
                    "Numéro SIRET (obligatoire)"
                    <span class="fr-hint-text">
                        "14 chiffres, avec ou sans espaces. Exemple\u{a0}: 130 025 265 00013"
                    </span>
                </label>
                <input
                    class="fr-input"
                    id=FIELD
                    name="siret"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    required
                    value=typed.unwrap_or_default()
                    aria-describedby=MESSAGES
                    aria-invalid=move || mistake().map(|_| "true")
                    node_ref=field
                    on:change=move |_| judge_field()
                    on:input=move |_| if judged.get_untracked().is_some() { judge_field() }
                />
                <div class="fr-messages-group" id=MESSAGES aria-live="polite">
                    <p class="fr-message fr-message--error" hidden=move || mistake().is_none()>
                        {move || mistake().map_or("", SiretMistake::message)}
                    </p>
                    <p class="fr-message fr-message--valid" hidden=move || judged.get() != Some(Ok(()))>
                        {move || if judged.get() == Some(Ok(())) { "Ce numéro est bien formé." } else { "" }}
                    </p>
                </div>
            </div>
            <button class="fr-btn" type="submit">"Vérifier"</button>
        </form>
    }
}

fn judge(typed: &str) -> Result<(), SiretMistake> {
    parse_siret(typed).map(drop)
}
