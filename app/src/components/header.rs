use super::navigation::Navigation;
use crate::{
    agent::Agent,
    document::skin::Skin,
    service,
    session::{log_out::LogOutButton, watch::SessionWatch},
};
use leptos::prelude::*;

/// [En-tête](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/en-tete): the
/// service's name, which links to the home page, and the main pages. For a signed-in agent also
/// their name and organisation, which link to their account, and the logout button.
#[component]
pub fn Header(agent: Option<Agent>) -> impl IntoView {
    let session_watch = agent.as_ref().map(|agent| {
        let seconds_left = u32::try_from(agent.session_seconds_left).unwrap_or(u32::MAX);
        view! { <SessionWatch agent=agent.digest.clone() seconds_left/> }
    });
    view! {
        <header role="banner" class="fr-header">
            <div class="fr-header__body">
                <div class="fr-container">
                    <div class="fr-header__body-row">
                        <div class="fr-header__brand fr-enlarge-link">
                            <div class="fr-header__brand-top">
                                <div class="fr-header__logo"><Brand/></div>
                            </div>
                            <div class="fr-header__service">
                                <a href="/" title=format!("Accueil - {}", service::NAME)>
                                    <p class="fr-header__service-title">{service::NAME}</p>
                                </a>
                                <p class="fr-header__service-tagline">{service::TAGLINE}</p>
                            </div>
                        </div>
                        {agent.clone().map(|agent| view! { <Tools agent/> })}
                    </div>
                </div>
            </div>
            <Navigation agent/>
            {session_watch}
        </header>
    }
}

/// The State's mark, with the DSFR only.
#[component]
pub fn Brand() -> impl IntoView {
    let [first, second] = service::MINISTRY;
    (Skin::current() == Skin::Dsfr).then(|| view! { <p class="fr-logo">{first} <br/> {second}</p> })
}

#[component]
fn Tools(agent: Agent) -> impl IntoView {
    let organization = agent
        .organization_label
        .filter(|label| !label.trim().is_empty());
    let organization = organization.map(|label| {
        view! {
            <span class="app-user__organization"><bdi>{label}</bdi></span>
        }
    });
    view! {
        <div class="fr-header__tools">
            <ul class="fr-btns-group">
                <li>
                    <a class="fr-btn fr-btn--tertiary-no-outline app-user" href="/mon-compte">
                        <span class="fr-sr-only">"Compte de "</span>
                        <bdi>{agent.name}</bdi>
                        {organization}
                    </a>
                </li>
                <li><LogOutButton/></li>
            </ul>
        </div>
    }
}
