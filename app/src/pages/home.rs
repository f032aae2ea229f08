use crate::{components::proconnect_button::ProConnectButton, current_user::CurrentUser};
use leptos::prelude::*;
use leptos_meta::Title;

/// The door for a visitor, a greeting for an agent.
#[component]
pub fn HomePage() -> impl IntoView {
    let page = match use_context::<CurrentUser>() {
        Some(user) => view! { <Greeting user/> }.into_any(),
        None => view! { <Welcome/> }.into_any(),
    };
    view! {
        <Title text="Accueil"/>
        {page}
    }
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <div class="app-hero">
            <div>
                <p class="app-kicker">"Bienvenue"</p>
                <h1>"Un service public, prêt pour ses agents"</h1>
                <p class="fr-text--lead">
                    "Cette application est un modèle\u{a0}: une équipe la reprend, y ajoute ses \
                    pages et l’ouvre à ses agents, connexion et déconnexion comprises."
                </p>
            </div>
            <section class="app-panel" aria-labelledby="log-in">
                <h2 id="log-in">"Se connecter"</h2>
                <p>
                    "Vous travaillez pour une administration, une collectivité ou une entreprise\u{a0}? \
                    Votre adresse électronique professionnelle suffit."
                </p>
                <ProConnectButton/>
            </section>
        </div>
        <h2>"Ce que vous pouvez en attendre"</h2>
        <ul class="app-tiles">
            <Promise
                title="Pas de mot de passe de plus"
                text="Vous vous identifiez auprès de votre organisation. Ce service ne connaît jamais votre mot de passe."
            />
            <Promise
                title="Une vraie déconnexion"
                text="Le bouton de déconnexion ferme aussi votre session ProConnect, même sur un poste partagé."
            />
            <Promise
                title="Pour tous les postes"
                text="Les pages fonctionnent sans JavaScript, au clavier et sur un petit écran."
            />
        </ul>
    }
}

#[component]
fn Promise(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="fr-tile">
            <h3 class="fr-tile__title">{title}</h3>
            <p class="fr-tile__detail">{text}</p>
        </li>
    }
}

#[component]
fn Greeting(user: CurrentUser) -> impl IntoView {
    let organization = user.organization_label.map(|label| {
        view! {
            <p class="fr-text--lead"><bdi>{label}</bdi></p>
        }
    });
    view! {
        <p class="app-kicker">"Session ouverte"</p>
        <h1>"Bonjour " <bdi>{user.name}</bdi></h1>
        {organization}
        <ul class="app-tiles">
            <li class="fr-tile fr-enlarge-link">
                <h2 class="fr-tile__title"><a href="/mon-compte">"Mon compte"</a></h2>
                <p class="fr-tile__detail">"Ce que ProConnect a transmis à votre sujet."</p>
            </li>
            <li class="fr-tile fr-enlarge-link">
                <h2 class="fr-tile__title"><a href="/espace-sensible">"Espace sensible"</a></h2>
                <p class="fr-tile__detail">"Une page qui demande une double authentification."</p>
            </li>
        </ul>
    }
}
