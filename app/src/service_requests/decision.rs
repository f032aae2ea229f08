use super::{
    functions::DecideServiceRequest,
    model::{DecisionMistake, about_reason},
};
use crate::{
    agent_field::AgentField,
    fields::{
        error_summary::{ErrorSummary, Mistake},
        field_message::FieldMessage,
        text_field::text_of_textarea,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use uuid::Uuid;

/// The field of the reason.
const REASON: &str = "reason";

/// The form of a decision. It is a plain form: the server alone knows whether the request was decided on in the meantime.
#[component]
pub fn DecisionForm(
    id: Uuid,
    /// The version that the administrator sees.
    version: i64,
    /// The reason, when the form is shown again.
    typed: String,
    mistake: Option<DecisionMistake>,
) -> impl IntoView {
    let message = match mistake {
        Some(DecisionMistake::Reason(mistake)) => Some(about_reason(mistake)),
        Some(DecisionMistake::Changed) | None => None,
    };
    let mistakes = move || {
        message
            .map(|message| Mistake {
                field: REASON,
                message,
            })
            .into_iter()
            .collect()
    };
    view! {
        <h2>"Décider"</h2>
        <ErrorSummary mistakes/>
        <form method="post" action=DecideServiceRequest::url()>
            <AgentField/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <div class="fr-input-group" class=("fr-input-group--error", message.is_some())>
                <label class="fr-label" for=REASON>
                    "Motif" <span class="fr-hint-text">"Obligatoire pour un refus. 1\u{a0}000\u{a0}caractères au plus."</span>
                </label>
                <textarea
                    class="fr-input"
                    id=REASON
                    name=REASON
                    rows="4"
                    autofocus=message.is_some()
                    aria-describedby="reason-message"
                    aria-invalid=message.map(|_| "true")
                    inner_html=text_of_textarea(&typed)
                ></textarea>
                <FieldMessage id="reason-message" verdict=move || message.map(Err)/>
            </div>
            <ul class="app-ways-on">
                <li><button class="fr-btn" type="submit" name="verdict" value="accept">"Accepter"</button></li>
                <li><button class="fr-btn fr-btn--secondary" type="submit" name="verdict" value="refuse">"Refuser"</button></li>
            </ul>
        </form>
    }
}
