use super::{
    functions::FileServiceRequest,
    model::{DESCRIPTION, Fields, Mistakes, SUBJECT},
};
use crate::{
    agent_field::AgentField,
    fields::{
        error_summary::ErrorSummary,
        form_state::{FieldState, FormState},
        sent::{Failure, SendButton, on_error},
        text_field::TextField,
    },
    siret::{SiretMistake, parse_siret},
};
use leptos::{form::ActionForm, html::Form, prelude::*};

#[cfg(feature = "ssr")]
use super::model::PATH;
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
    let posted = Posted::current();
    let is_sent = posted.is_some();
    let own = scope.agent().siret.as_deref().map(grouped);
    let field = |name| posted.as_ref().map(|posted| posted.field(name));
    let typed = Fields {
        subject: field("subject").unwrap_or_default(),
        siret: field("siret").or(own).unwrap_or_default(),
        description: field("description").unwrap_or_default(),
    };
    let organisation = scope.organisation();
    let organisation = organisation
        .label
        .clone()
        .unwrap_or_else(|| grouped(&organisation.siret));
    let heading = Page::current().map_or("", |page| page.title);
    let title = if is_sent {
        "Erreur\u{a0}: Nouvelle demande"
    } else {
        heading
    };
    let page = written(view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            <h1>{heading}</h1>
            <RequestForm typed is_sent>
                <p>"Vos collègues verront cette demande\u{a0}: elle est déposée pour l’organisation " <bdi>{organisation}</bdi> "."</p>
            </RequestForm>
            <p><a class="fr-link" href=PATH>"Retour aux demandes"</a></p>
        </div>
    });
    Box::pin(async { Ok(page) })
}

/// The form of a request. In the browser, a mistake shows when the agent leaves a field, and the answer of the server
/// comes without a reload. Without JavaScript, the server shows the same form with the same messages.
#[island]
pub fn RequestForm(
    /// The text of the fields.
    typed: Fields,
    /// True when the form is shown again, with its mistakes.
    is_sent: bool,
    /// The text before the fields.
    children: Children,
) -> impl IntoView {
    let judge_siret = |typed: &str| parse_siret(typed).err().map(SiretMistake::message);
    let subject = FieldState::new(
        "subject",
        |typed| SUBJECT.judge(typed),
        &typed.subject,
        is_sent,
    );
    let siret = FieldState::new("siret", judge_siret, &typed.siret, is_sent);
    let description = FieldState::new(
        "description",
        |typed| DESCRIPTION.judge(typed),
        &typed.description,
        is_sent,
    );
    let form = FormState::new([subject, siret, description], is_sent);
    let (action, element) = (
        ServerAction::<FileServiceRequest>::new(),
        NodeRef::<Form>::new(),
    );
    let failure = on_error(action, element, move |mistakes: &Mistakes| {
        subject.tell(mistakes.subject.map(|mistake| SUBJECT.message(mistake)));
        siret.tell(mistakes.siret.map(SiretMistake::message));
        description.tell(
            mistakes
                .description
                .map(|mistake| DESCRIPTION.message(mistake)),
        );
        form.show();
    });
    let check = move |event| form.check(&event, action.pending().get_untracked());
    view! {
        <ErrorSummary mistakes=move || form.summary()/>
        <Failure message=failure/>
        {children()}
        <ActionForm action node_ref=element attr:novalidate=true on:submit:capture=check>
            <AgentField/>
            <TextField form field=subject label="Objet (obligatoire)" hint="En quelques mots, 120\u{a0}caractères au plus."/>
            <TextField
                form
                field=siret
                label="Numéro SIRET de l’établissement concerné (obligatoire)"
                hint="14\u{a0}chiffres. Celui de votre session est proposé\u{a0}; indiquez-en un autre au besoin."
                inputmode="numeric"
            />
            <TextField form field=description label="Description (obligatoire)" hint="2\u{a0}000\u{a0}caractères au plus." rows=8/>
            <SendButton text="Déposer la demande" is_sending=action.pending()/>
        </ActionForm>
    }
}
