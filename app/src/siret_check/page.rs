use super::{
    form::{FIELD, SiretForm},
    siret::{SiretMistake, parse_siret},
};
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
    let title = Page::current().map_or("", |page| page.title);
    let typed = request::query("siret");
    let outcome = match typed.as_deref().map(parse_siret) {
        None => view! { <Title text="Vérifier un SIRET"/> }.into_any(),
        Some(Ok(siret)) => view! { <WellFormed siret own=agent.siret/> }.into_any(),
        Some(Err(mistake)) => view! { <ErrorSummary mistake/> }.into_any(),
    };
    view! {
        <Breadcrumb/>
        <div class="app-narrow">
            <h1>{title}</h1>
            {outcome}
            <p class="fr-text--lead">
                "Un numéro mal recopié se reconnaît à sa clé de contrôle, sans rien demander à personne."
            </p>
            <SiretForm typed/>
        </div>
    }
}

/// The mistake, and a link to its field.
#[component]
fn ErrorSummary(mistake: SiretMistake) -> impl IntoView {
    view! {
        <Title text="Erreur\u{a0}: vérifier un SIRET"/>
        <div class="fr-alert fr-alert--error" role="alert">
            <h2 class="fr-alert__title">"Le formulaire contient une erreur"</h2>
            <ul>
                <li><a href=format!("#{FIELD}")>{mistake.message()}</a></li>
            </ul>
        </div>
    }
}

#[component]
fn WellFormed(siret: String, own: Option<String>) -> impl IntoView {
    let whose = if own.as_deref() == Some(siret.as_str()) {
        "C’est celui de l’établissement pour lequel vous êtes connecté."
    } else {
        "Cela ne dit pas que l’établissement existe ni qu’il est en activité."
    };
    view! {
        <Title text="Numéro bien formé\u{a0}: vérifier un SIRET"/>
        <div class="fr-alert fr-alert--success" role="status">
            <h2 class="fr-alert__title">
                {format!("Le numéro {} est bien formé", grouped(&siret))}
            </h2>
            <p>{whose}</p>
        </div>
    }
}
