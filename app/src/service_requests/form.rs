use super::{
    functions::FileServiceRequest,
    model::{self, Typed, about_description, about_subject},
};
use crate::{
    agent_field::AgentField,
    fields::{
        error_summary::ErrorSummary,
        form_state::{FieldState, FormState},
        sent::{Failure, on_error},
        text_field::TextField,
    },
    siret::SiretMistake,
};
use leptos::{form::ActionForm, html::Form, prelude::*};

#[cfg(feature = "ssr")]
use crate::{
    accounts::scope::Scope,
    components::breadcrumb::Breadcrumb,
    document::{title::Title, written::written},
    form::Posted,
    page::{Loading, Page},
    siret::grouped,
};

/// The page of the form. In place of an answer, it shows the form with the text that the agent sent.
#[cfg(feature = "ssr")]
pub fn load(scope: Scope) -> Loading {
    Box::pin(async move {
        let posted = Posted::current();
        let is_sent = posted.is_some();
        let typed = posted.map_or_else(
            || Typed {
                siret: scope
                    .agent()
                    .siret
                    .as_deref()
                    .map(grouped)
                    .unwrap_or_default(),
                ..Typed::default()
            },
            |posted| Typed {
                subject: posted.field("subject"),
                siret: posted.field("siret"),
                description: posted.field("description"),
            },
        );
        let organisation = scope
            .organisation()
            .label
            .clone()
            .unwrap_or_else(|| grouped(&scope.organisation().siret));
        let heading = Page::current().map_or("", |page| page.title);
        let title = if is_sent {
            "Erreur\u{a0}: Nouvelle demande"
        } else {
            heading
        };
        Ok(written(view! {
            <Title text=title/>
            <Breadcrumb/>
            <div class="app-narrow">
                <h1>{heading}</h1>
                <RequestForm typed is_sent>
                    <p>"Vos collègues de l’organisation " <bdi>{organisation}</bdi> " verront cette demande. Tous les champs sont obligatoires."</p>
                </RequestForm>
            </div>
        }))
    })
}

/// The form of a request. In the browser, a mistake shows when the agent leaves a field, and the answer of the server
/// comes without a reload. Without JavaScript, the server shows the same form with the same messages.
#[island]
pub fn RequestForm(
    /// The text of the fields.
    typed: Typed,
    /// True when the form is shown again, with its mistakes.
    is_sent: bool,
    /// The text before the fields.
    children: Children,
) -> impl IntoView {
    let subject = FieldState::new("subject", judge_subject, &typed.subject, is_sent);
    let siret = FieldState::new("siret", judge_siret, &typed.siret, is_sent);
    let description = FieldState::new(
        "description",
        judge_description,
        &typed.description,
        is_sent,
    );
    let form = FormState::new([subject, siret, description], is_sent);
    let (action, element) = (
        ServerAction::<FileServiceRequest>::new(),
        NodeRef::<Form>::new(),
    );
    let failure = on_error(action, element, move |mistakes: &model::Mistakes| {
        subject.tell(mistakes.subject.map(about_subject));
        siret.tell(mistakes.siret.map(SiretMistake::message));
        description.tell(mistakes.description.map(about_description));
        form.show();
    });
    view! {
        <ErrorSummary mistakes=move || form.summary()/>
        <Failure message=failure/>
        {children()}
        <ActionForm action node_ref=element attr:novalidate=true on:submit:capture=move |event| form.check(&event)>
            <AgentField/>
            <TextField form field=subject label="Objet" hint="En quelques mots, 120\u{a0}caractères au plus."/>
            <TextField
                form
                field=siret
                label="Numéro SIRET de l’établissement concerné"
                hint="14\u{a0}chiffres. Celui de votre session est proposé\u{a0}; indiquez-en un autre au besoin."
                inputmode="numeric"
            />
            <TextField form field=description label="Description" hint="2\u{a0}000\u{a0}caractères au plus." rows=8/>
            <button class="fr-btn" type="submit" aria-disabled=move || action.pending().get().then_some("true")>
                {move || if action.pending().get() { "Envoi en cours…" } else { "Déposer la demande" }}
            </button>
        </ActionForm>
    }
}

/// The rules of [`model::parse`], field by field.
fn mistakes(typed: Typed) -> model::Mistakes {
    model::parse(&typed).err().unwrap_or_default()
}

fn judge_subject(subject: &str) -> Option<&'static str> {
    mistakes(Typed {
        subject: subject.to_owned(),
        ..Typed::default()
    })
    .subject
    .map(about_subject)
}

fn judge_siret(siret: &str) -> Option<&'static str> {
    mistakes(Typed {
        siret: siret.to_owned(),
        ..Typed::default()
    })
    .siret
    .map(SiretMistake::message)
}

fn judge_description(description: &str) -> Option<&'static str> {
    let typed = Typed {
        description: description.to_owned(),
        ..Typed::default()
    };
    mistakes(typed).description.map(about_description)
}
