use super::{log_out_button::LogOutButton, navigation::Navigation};
use crate::{
    agent::Agent,
    islands::session_watch::SessionWatch,
    service,
    site_map::{HOME, MY_ACCOUNT},
    skin::Skin,
};
use leptos::prelude::*;

/// [En-tête](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/en-tete): the
/// service's name, which leads home; for a signed-in agent their name and organisation, which lead
/// to what is known of them, and the logout button; the pages of the first rank.
#[component]
pub fn Header(user: Option<Agent>) -> impl IntoView {
    let session_watch = user.is_some().then(|| view! { <SessionWatch/> });
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
                                <a href=HOME.path title=format!("Accueil - {}", service::NAME)>
                                    <p class="fr-header__service-title">{service::NAME}</p>
                                </a>
                                <p class="fr-header__service-tagline">{service::TAGLINE}</p>
                            </div>
                        </div>
                        {user.map(|user| view! { <Tools user/> })}
                    </div>
                </div>
            </div>
            <Navigation/>
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
fn Tools(user: Agent) -> impl IntoView {
    let organization = user
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
                    <a class="fr-btn fr-btn--tertiary-no-outline app-user" href=MY_ACCOUNT.path>
                        <span class="fr-sr-only">"Compte de "</span>
                        <bdi>{user.name}</bdi>
                        {organization}
                    </a>
                </li>
                <li><LogOutButton/></li>
            </ul>
        </div>
    }
}
