use crate::{
    agent::Agent,
    components::breadcrumb::Breadcrumb,
    islands::siret_form::{FIELD, SiretForm, Typed},
    pages::{log_in::LogInPrompt, my_account::grouped_siret},
    request,
    siret::{SiretMistake, parse_siret},
    site_map::SIRET_CHECK,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A form that works the same with and without JavaScript. Its server function sends the browser
/// back here with what was typed, so that the page can be reloaded and left like any other; a form
/// with personal data would keep it in the session instead, out of the address.
#[component]
pub fn SiretCheckPage() -> impl IntoView {
    let typed = request::query("siret");
    match use_context::<Agent>() {
        Some(user) => view! { <SiretCheck user typed/> }.into_any(),
        None => view! { <LogInPrompt return_to=SIRET_CHECK.path.parse().ok()/> }.into_any(),
    }
}

#[component]
fn SiretCheck(user: Agent, typed: Option<String>) -> impl IntoView {
    let outcome = match typed.as_deref().map(parse_siret) {
        None => view! { <Title text="Vérifier un SIRET"/> }.into_any(),
        Some(Ok(siret)) => view! { <WellFormed siret own=user.siret/> }.into_any(),
        Some(Err(mistake)) => view! { <ErrorSummary mistake/> }.into_any(),
    };
    if let Some(typed) = typed {
        provide_context(Typed(typed));
    }
    view! {
        <Breadcrumb page=SIRET_CHECK/>
        <div class="app-narrow">
            <h1>{SIRET_CHECK.title}</h1>
            {outcome}
            <p class="fr-text--lead">
                "Un numéro mal recopié se reconnaît à sa clé de contrôle, sans rien demander à personne."
            </p>
            <SiretForm/>
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
                {format!("Le numéro {} est bien formé", grouped_siret(&siret))}
            </h2>
            <p>{whose}</p>
        </div>
    }
}
