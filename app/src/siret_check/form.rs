use super::{
    functions::CheckSiret,
    siret::{SiretMistake, parse_siret},
};
use crate::{
    agent_field::AgentField,
    fields::{
        error_summary::{ErrorSummary, Mistake, mark_title},
        field_message::FieldMessage,
    },
    tab_title,
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, server_fn::ServerFn};

/// The field's `id`, the target of the error summary's link.
const FIELD: &str = "siret";

/// The `id` of the message about the field.
const MESSAGE: &str = "siret-message";

/// The mark before the title of the page that answers to a right number.
const VALID: &str = "Numéro valide\u{a0}: ";

/// A form with one field, checked by [`parse_siret`]: in the browser when the agent leaves the
/// field, and then at every key; on the server when the form arrives. Both show the same: the mistake
/// at the field and in a summary before the form, with the focus in the field.
#[island]
pub fn SiretForm(
    /// The text that the agent sent, when the form is shown again.
    typed: Option<String>,
    /// The server's answer to a right number.
    children: Children,
) -> impl IntoView {
    let judged = RwSignal::new(typed.as_deref().map(judge));
    // True until the agent edits the number that was sent: the answer is about that number.
    let is_answered = RwSignal::new(typed.is_some());
    let field = NodeRef::<Input>::new();
    let mistake = move || judged.get().and_then(Result::err);
    let judge_field = move || {
        if let Some(field) = field.get_untracked() {
            judged.set(Some(judge(&field.value())));
        }
    };
    let edit = move |_| {
        is_answered.set(false);
        if judged.get_untracked().is_some() {
            judge_field();
        }
    };
    let submit = move |event: SubmitEvent| {
        judge_field();
        if judged.get_untracked().is_some_and(|judged| judged.is_err()) {
            event.prevent_default();
            is_answered.set(true);
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    };
    let mistakes = move || {
        let answered = mistake().filter(|_| is_answered.get());
        let listed = answered.map(|mistake| Mistake {
            field: FIELD,
            message: mistake.message(),
        });
        listed.into_iter().collect()
    };
    let verdict = move || {
        let judged = judged.get()?;
        Some(
            judged
                .map(|()| "Le numéro est valide.")
                .map_err(SiretMistake::message),
        )
    };
    let is_right = move || is_answered.get() && judged.get() == Some(Ok(()));
    mark_title(move || mistake().is_some());
    Effect::new(move || tab_title::mark(VALID, is_right()));
    view! {
        <ErrorSummary mistakes/>
        <div hidden=move || !is_right()>{children()}</div>
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
                    autofocus=judged.get_untracked().is_some_and(|judged| judged.is_err())
                    aria-describedby=MESSAGE
                    aria-invalid=move || mistake().map(|_| "true")
                    node_ref=field
                    on:change=move |_| judge_field()
                    on:input=edit
                />
                <FieldMessage id=MESSAGE verdict/>
            </div>
            <button class="fr-btn" type="submit">"Vérifier"</button>
        </form>
    }
}

fn judge(typed: &str) -> Result<(), SiretMistake> {
    parse_siret(typed).map(drop)
}
