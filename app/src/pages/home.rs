use crate::{
    agent::Agent,
    components::{
        alert::Alert,
        heading::HeadingLevel,
        proconnect_button::ProConnectButton,
        severity::Severity,
        tile::{Tile, Tiles},
    },
    request,
    site_map::{CONTACT, HOME, MY_ACCOUNT, PUBLIC_AGENTS_AREA, SENSITIVE_AREA, SIRET_CHECK},
};
use http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use proconnect::web::signed_out_notice;

/// The door for a visitor, a greeting for an agent.
#[component]
pub fn HomePage() -> impl IntoView {
    let page = match use_context::<Agent>() {
        Some(user) => view! { <Greeting user/> }.into_any(),
        None => view! { <Welcome/> }.into_any(),
    };
    view! {
        <Title text=HOME.title/>
        {page}
    }
}

/// What a logout that went all the way leaves behind: said once, to the browser that asked for it.
#[component]
fn SignedOutNotice() -> impl IntoView {
    let cookie = request::cookie(signed_out_notice::COOKIE)?;
    let extent = signed_out_notice::Extent::read(&cookie);
    if let Some(response) = use_context::<ResponseOptions>() {
        let removal = HeaderValue::from_static(signed_out_notice::REMOVAL);
        response.append_header(SET_COOKIE, removal);
    }
    let text = match extent? {
        signed_out_notice::Extent::Everywhere => {
            "Vous êtes déconnecté, de ce service comme de ProConnect. Sur un poste partagé, fermez \
             aussi le navigateur."
        }
        signed_out_notice::Extent::HereOnly => {
            "Vous êtes déconnecté de ce service. La session ouverte auprès de votre fournisseur \
             d’identité peut continuer\u{a0}: sur un poste partagé, fermez le navigateur."
        }
    };
    Some(view! {
        <div class="app-signed-out">
            <Alert severity=Severity::Success>
                <p>{text}</p>
            </Alert>
        </div>
    })
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <SignedOutNotice/>
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
        <ul class="app-promises">
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
        <li class="app-promise">
            <h3>{title}</h3>
            <p>{text}</p>
        </li>
    }
}

#[component]
fn Greeting(user: Agent) -> impl IntoView {
    let organization = user.organization_label.map(|label| {
        view! {
            <p class="fr-text--lead"><bdi>{label}</bdi></p>
        }
    });
    view! {
        <p class="app-kicker">"Session ouverte"</p>
        <h1>"Bonjour " <bdi>{user.name}</bdi></h1>
        {organization}
        <h2>"Vos espaces"</h2>
        <Tiles>
            <Tile
                page=MY_ACCOUNT
                level=HeadingLevel::H3
                detail="Ce que ProConnect a transmis à votre sujet."
            />
            <Tile
                page=PUBLIC_AGENTS_AREA
                level=HeadingLevel::H3
                detail="Une page que seuls les agents du secteur public peuvent ouvrir."
            />
            <Tile
                page=SENSITIVE_AREA
                level=HeadingLevel::H3
                detail="Une page qui demande une double authentification."
            />
            <Tile
                page=SIRET_CHECK
                level=HeadingLevel::H3
                detail="Un numéro mal recopié se reconnaît à sa clé de contrôle."
            />
            <Tile page=CONTACT level=HeadingLevel::H3 detail="Les questions fréquentes, et comment nous écrire."/>
        </Tiles>
    }
}
