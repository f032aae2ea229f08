use crate::{components::proconnect_button::ProConnectButton, current_user::CurrentUser};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Where a guarded page sends a signed-out visitor, with its own path as `return_to`.
#[component]
pub fn LogInPage() -> impl IntoView {
    if use_context::<CurrentUser>().is_some() {
        return view! { <AlreadySignedIn/> }.into_any();
    }
    let return_to = use_query_map().with_untracked(|query| query.get("return_to"));
    view! { <LogInPrompt return_to/> }.into_any()
}

/// Says that the page asked for needs a login, and offers it.
#[component]
pub fn LogInPrompt(#[prop(optional_no_strip)] return_to: Option<String>) -> impl IntoView {
    let lead = if return_to.is_some() {
        "La page demandée est réservée aux agents connectés. Vous y arriverez juste après."
    } else {
        "Ce service est réservé aux agents connectés."
    };
    view! {
        <Title text="Connexion"/>
        <div class="app-narrow">
            <h1>"Connectez-vous pour continuer"</h1>
            <p class="fr-text--lead">{lead}</p>
            <ProConnectButton return_to/>
            <p class="fr-hint-text">
                "Utilisez votre adresse électronique professionnelle\u{a0}: ProConnect vous "
                "dirigera vers le compte de votre organisation."
            </p>
        </div>
    }
}

/// `return_to` is no link here: only the server function judges whether it leads off the site.
#[component]
fn AlreadySignedIn() -> impl IntoView {
    view! {
        <Title text="Connexion"/>
        <div class="app-narrow">
            <h1>"Votre session est ouverte"</h1>
            <p class="fr-text--lead">"Vous pouvez poursuivre sans vous connecter de nouveau."</p>
            <a class="fr-btn" href="/">"Continuer vers l’accueil"</a>
        </div>
    }
}
