use crate::{
    agent::Agent, components::proconnect_button::ProConnectButton, pages::step_up::StepUpPrompt,
    request, site_map::LOG_IN,
};
use leptos::prelude::*;
use leptos_meta::Title;
use proconnect::{acr_policy::AcrLevel, return_to::ReturnTo};

/// Where a guarded page sends whom it does not let in, with its own path as `return_to` and what it
/// needs as `level`.
#[component]
pub fn LogInPage() -> impl IntoView {
    let return_to = request::query("return_to").and_then(|path| path.parse::<ReturnTo>().ok());
    let level = AcrLevel::from_field(request::query("level").as_deref());
    match use_context::<Agent>() {
        Some(user) if level == AcrLevel::Mfa && !user.has_second_factor => {
            view! { <StepUpPrompt user return_to=return_to.unwrap_or_default()/> }.into_any()
        }
        Some(_) => view! { <AlreadySignedIn return_to=return_to.unwrap_or_default()/> }.into_any(),
        None => view! { <LogInPrompt return_to level/> }.into_any(),
    }
}

/// Says that the page asked for needs a login, and offers it.
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
        <Title text=LOG_IN.title/>
        <div class="app-narrow">
            <h1>"Connectez-vous pour continuer"</h1>
            <p class="fr-text--lead">{lead}</p>
            <ProConnectButton return_to=return_to.map(String::from) level/>
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
        <Title text=LOG_IN.title/>
        <div class="app-narrow">
            <h1>"Votre session est ouverte"</h1>
            <p class="fr-text--lead">"Vous pouvez poursuivre sans vous connecter de nouveau."</p>
            <a class="fr-btn" href=String::from(return_to)>"Continuer"</a>
        </div>
    }
}
