use super::kept::kept_everywhere;
use crate::{
    agent::Agent,
    components::navigation::Navigation,
    page::{ACCOUNT, LOG_IN, Page},
    request, service,
    session::log_out::LogOutButton,
    skin::Skin,
};
use leptos::{either::Either, prelude::*};

/// [En-tête](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/en-tete): the
/// service's name, which links to the home page, the way in or the agent, and the main pages.
#[component]
pub fn Header(agent: Option<Agent>) -> impl IntoView {
    let tools = match &agent {
        Some(agent) => {
            let (name, organization) = (agent.name.clone(), agent.organization_label.clone());
            let links_to_account = agent.is_admitted;
            Either::Left(view! { <Account name organization links_to_account/> })
        }
        None => Either::Right(view! { <LogInLink/> }),
    };
    view! {
        <header role="banner" class="fr-header">
            <div class="fr-header__body">
                <div class="fr-container">
                    <div class="fr-header__body-row">
                        <Brand/>
                        <div class="fr-header__tools">
                            <div class="fr-header__tools-links">
                                <ul class="fr-btns-group">{tools}</ul>
                            </div>
                        </div>
                    </div>
                </div>
            </div>
            <Navigation agent/>
        </header>
    }
}

/// The name of the service, which links to the home page, and the State's mark.
#[component]
pub fn Brand() -> impl IntoView {
    kept_everywhere("brand", || {
        view! {
            <div class="fr-header__brand fr-enlarge-link">
                <div class="fr-header__brand-top">
                    <div class="fr-header__logo"><Mark/></div>
                </div>
                <div class="fr-header__service">
                    <a href="/" title=home_title("Accueil")>
                        <p class="fr-header__service-title">{service::NAME}</p>
                    </a>
                    <p class="fr-header__service-tagline">{service::TAGLINE}</p>
                </div>
            </div>
        }
    })
}

/// The title of a link to the home page: words that the DSFR prescribes, the service and, with the DSFR's mark, the
/// ministry.
pub fn home_title(words: &str) -> String {
    let [first, second] = service::MINISTRY;
    match Skin::current() {
        Skin::Neutral => format!("{words} - {}", service::NAME),
        Skin::Dsfr => format!("{words} - {} - {first} {second}", service::NAME),
    }
}

/// The State's mark, with the DSFR only.
#[component]
pub fn Mark() -> impl IntoView {
    let [first, second] = service::MINISTRY;
    (Skin::current() == Skin::Dsfr).then(|| view! { <p class="fr-logo">{first} <br/> {second}</p> })
}

/// The link to the login page, which leads back to the page on which it stands.
#[component]
fn LogInLink() -> impl IntoView {
    let href = match Page::current() {
        Some(page) if page.path != "/" && page.path != LOG_IN && !page.has_parameter() => {
            format!("{LOG_IN}?return_to={}", page.path)
        }
        _ => LOG_IN.to_owned(),
    };
    view! {
        <li>
            <a class="fr-btn fr-icon-account-circle-line" href=href>"Se connecter"</a>
        </li>
    }
}

/// The agent and their organisation, which link to their account where it would open, and the way out.
#[component]
fn Account(
    name: String,
    #[prop(optional_no_strip)] organization: Option<String>,
    links_to_account: bool,
) -> impl IntoView {
    let organization = organization.filter(|label| !label.trim().is_empty());
    let organization = organization.map(|label| {
        view! {
            <span class="app-user__organization"><bdi>{label}</bdi></span>
        }
    });
    let current = (request::path() == ACCOUNT).then_some("page");
    let name = view! { <span class="app-user__name"><bdi>{name}</bdi></span> };
    let account = if links_to_account {
        Either::Left(view! {
            <a class="fr-btn fr-icon-account-circle-line app-user" href=ACCOUNT aria-current=current>
                <span class="fr-sr-only">"Mon compte\u{a0}: "</span>
                {name}
                {organization}
            </a>
        })
    } else {
        Either::Right(view! { <span class="app-user">{name} {organization}</span> })
    };
    view! {
        <li>{account}</li>
        <li><LogOutButton/></li>
    }
}
