use crate::{
    components::link::MailLink, document::title::Title, form_fields::Field,
    session::log_in::ProConnectButton,
};
use leptos::prelude::*;

/// The response to a form that arrived after the session had ended. It shows the text that the agent
/// typed, to copy, and a login that returns to the form's page. The text is in no address: addresses are
/// logged, and browsers remember them.
#[component]
pub fn SessionOver(page: String, typed: Vec<(Field, String)>) -> impl IntoView {
    let next = if typed.is_empty() {
        "Connectez-vous\u{a0}: vous reviendrez au formulaire."
    } else {
        "Copiez ce que vous aviez saisi, puis connectez-vous\u{a0}: vous reviendrez au \
         formulaire, qui sera vide."
    };
    view! {
        <Title text="Votre session est terminée"/>
        <div class="app-narrow">
            <h1>"Votre session est terminée"</h1>
            <p class="fr-text--lead">
                "Le formulaire est arrivé après la fin de votre session. Il n’a pas été traité."
            </p>
            <p>{next}</p>
            {(!typed.is_empty()).then(|| view! { <dl class="app-details">{typed_fields(typed)}</dl> })}
            <ProConnectButton return_to=page.parse().ok()/>
            <p><a class="fr-link" href="/">"Retour à l’accueil"</a></p>
            <p class="fr-hint-text">"Si la difficulté persiste, écrivez à " <MailLink/> "."</p>
        </div>
    }
}

fn typed_fields(typed: Vec<(Field, String)>) -> impl IntoView {
    let fields = typed.into_iter();
    fields
        .map(|(field, value)| view! { <Typed field value/> })
        .collect_view()
}

/// A `<pre>`, because Leptos does not escape the content of a `<textarea>`.
#[component]
fn Typed(field: Field, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{field.label} <span class="fr-hint-text">"Ce que vous aviez saisi"</span></dt>
            // HTML drops a line break that follows the tag, so that one is added here.
            <dd><pre class="app-typed">{format!("\n{value}")}</pre></dd>
        </div>
    }
}
