use crate::{
    agent::Agent, document::title::Title, page::Pages, pages::step_up::StepUpPrompt, request,
    session::log_in::ProConnectButton,
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo};

/// The path to which the guard redirects.
pub const PATH: &str = "/connexion";

/// The page to which the guard redirects when a page may not be opened. `return_to` is the path of
/// that page, and `level` the level that it requires.
#[component]
pub fn LogInPage(agent: Option<Agent>) -> impl IntoView {
    let return_to = request::query("return_to").and_then(|path| path.parse::<ReturnTo>().ok());
    let level = AcrLevel::from_field(request::query("level").as_deref());
    match agent {
        Some(agent) if level == AcrLevel::Mfa && !agent.has_second_factor => {
            view! { <StepUpPrompt agent return_to=return_to.unwrap_or_default()/> }.into_any()
        }
        Some(_) => view! { <AlreadySignedIn return_to=return_to.unwrap_or_default()/> }.into_any(),
        None => view! { <LogInPrompt return_to level/> }.into_any(),
    }
}

/// Explains that the page requires a login, and offers one.
#[component]
pub fn LogInPrompt(
    return_to: Option<ReturnTo>,
    #[prop(optional)] level: AcrLevel,
) -> impl IntoView {
    let lead = if level == AcrLevel::Mfa {
        "La page demandée est réservée aux agents connectés par une double authentification. Vous \
         y arriverez juste après."
    } else if return_to.is_some() {
        "La page demandée est réservée aux agents connectés. Vous y arriverez juste après."
    } else {
        "Une fois votre session ouverte, vous reviendrez à l’accueil."
    };
    view! {
        <Title text=Pages::current().title(PATH)/>
        <div class="app-narrow">
            <h1>"Connectez-vous pour continuer"</h1>
            <p class="fr-text--lead">{lead}</p>
            <ProConnectButton return_to level/>
            <p class="fr-hint-text">
                "Utilisez votre adresse électronique professionnelle\u{a0}: ProConnect vous \
                dirigera vers le compte de votre organisation."
            </p>
        </div>
    }
}

#[component]
fn AlreadySignedIn(return_to: ReturnTo) -> impl IntoView {
    view! {
        <Title text=Pages::current().title(PATH)/>
        <div class="app-narrow">
            <h1>"Votre session est ouverte"</h1>
            <p class="fr-text--lead">"Vous pouvez poursuivre sans vous connecter de nouveau."</p>
            <a class="fr-btn" href=String::from(return_to)>"Continuer"</a>
        </div>
    }
}
