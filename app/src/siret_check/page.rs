use super::{form::SiretForm, siret::parse_siret};
use crate::{
    agent::Agent, components::breadcrumb::Breadcrumb, document::title::Title, page::Page, request,
    siret::grouped,
};
use leptos::prelude::*;

/// A form that works the same with and without JavaScript. Its server function redirects here with
/// the typed text in the query, so that the page can be reloaded. A form with personal data would
/// store the text in the session instead, out of the address.
#[component]
pub fn SiretCheckPage(agent: Agent) -> impl IntoView {
    let heading = Page::current().map_or("", |page| page.title);
    let typed = request::query("siret");
    let checked = typed.as_deref().map(parse_siret);
    let title = match checked {
        None => "Vérifier un SIRET",
        Some(Ok(_)) => "Numéro valide\u{a0}: Vérifier un SIRET",
        Some(Err(_)) => "Erreur\u{a0}: Vérifier un SIRET",
    };
    let right = checked.and_then(Result::ok);
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            <h1>{heading}</h1>
            <p class="fr-text--lead">
                "Cette page repère les erreurs de saisie d’un numéro SIRET. Elle n’indique pas si \
                l’établissement existe ni s’il est en activité."
            </p>
            <SiretForm typed>{right.map(|siret| view! { <Valid siret own=agent.siret/> })}</SiretForm>
        </div>
    }
}

#[component]
fn Valid(siret: String, own: Option<String>) -> impl IntoView {
    let is_own = own.as_deref() == Some(siret.as_str());
    let whose = is_own.then(|| {
        view! { <p>"C’est celui de l’établissement pour lequel votre session est ouverte."</p> }
    });
    view! {
        <div class="fr-alert fr-alert--success" role="status">
            <h2 class="fr-alert__title">
                {format!("Le numéro {} est valide", grouped(&siret))}
            </h2>
            {whose}
        </div>
    }
}
