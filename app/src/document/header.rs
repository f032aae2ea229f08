use super::kept::kept;
use crate::{
    agent::Agent, components::navigation::Navigation, service, session::log_out::LogOutButton,
    skin::Skin,
};
use leptos::prelude::*;

/// [En-tête](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/en-tete): the
/// service's name, which links to the home page, and the main pages. For a signed-in agent also
/// their name and organisation, which link to their account, and the logout button.
#[component]
pub fn Header(agent: Option<Agent>) -> impl IntoView {
    let tools = agent.as_ref().map(|agent| {
        let (name, organization) = (agent.name.clone(), agent.organization_label.clone());
        view! { <Tools name organization/> }
    });
    view! {
        <header role="banner" class="fr-header">
            <div class="fr-header__body">
                <div class="fr-container">
                    <div class="fr-header__body-row">
                        {kept("brand", || view! { <Brand/> })}
                        {tools}
                    </div>
                </div>
            </div>
            <Navigation agent/>
        </header>
    }
}

/// The name of the service, which links to the home page, and the State's mark.
#[component]
fn Brand() -> impl IntoView {
    view! {
        <div class="fr-header__brand fr-enlarge-link">
            <div class="fr-header__brand-top">
                <div class="fr-header__logo"><Mark/></div>
            </div>
            <div class="fr-header__service">
                <a href="/" title=format!("Accueil - {}", service::NAME)>
                    <p class="fr-header__service-title">{service::NAME}</p>
                </a>
                <p class="fr-header__service-tagline">{service::TAGLINE}</p>
            </div>
        </div>
    }
}

/// The State's mark, with the DSFR only.
#[component]
pub fn Mark() -> impl IntoView {
    let [first, second] = service::MINISTRY;
    (Skin::current() == Skin::Dsfr).then(|| view! { <p class="fr-logo">{first} <br/> {second}</p> })
}

#[component]
fn Tools(name: String, #[prop(optional_no_strip)] organization: Option<String>) -> impl IntoView {
    let organization = organization.filter(|label| !label.trim().is_empty());
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
                        <bdi>{name}</bdi>
                        {organization}
                    </a>
                </li>
                <li><LogOutButton/></li>
            </ul>
        </div>
    }
}
