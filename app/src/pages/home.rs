use crate::{
    agent::Agent,
    components::{
        alert::Alert,
        heading::HeadingLevel,
        severity::Severity,
        tile::{Tile, Tiles},
    },
    development::DevelopmentPanel,
    document::{kept::kept, title::Title},
    page::{ACCOUNT, Page, Pages},
    request, service,
    session::log_in::WayIn,
};
use http::{HeaderValue, header::SET_COOKIE};
use leptos::{either::Either, prelude::*};
use leptos_axum::ResponseOptions;
use proconnect::web::signed_out_notice;

/// A welcome for a visitor, a greeting for an agent.
#[component]
pub fn HomePage(agent: Option<Agent>) -> impl IntoView {
    let title = Page::current().map_or("", |page| page.title);
    let page = match agent {
        Some(agent) => Either::Left(view! { <Greeting agent/> }),
        None => Either::Right(view! { <Welcome/> }),
    };
    view! {
        <Title text=title/>
        {page}
        <DevelopmentPanel/>
    }
}

/// Confirms a complete logout, once, to the browser that asked for it.
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
            "Votre session est fermée, ici comme chez ProConnect. Sur un poste partagé, fermez \
             aussi le navigateur."
        }
        signed_out_notice::Extent::HereOnly => {
            "Votre session est fermée ici. Celle que vous avez ouverte auprès de votre organisation \
             peut continuer\u{a0}: sur un poste partagé, fermez le navigateur."
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
        {kept("welcome", || view! { <Service/> })}
    }
}

/// The service, and the way in.
#[component]
fn Service() -> impl IntoView {
    let promises = service::PROMISES.map(|(title, text)| {
        view! {
            <li class="app-promise">
                <h3>{title}</h3>
                <p>{text}</p>
            </li>
        }
    });
    view! {
        <div class="app-hero">
            <div>
                <p class="app-kicker">{service::WELCOME}</p>
                <h1>{service::WELCOME_TITLE}</h1>
                <p class="fr-text--lead">{service::WELCOME_TEXT}</p>
            </div>
            <section class="app-panel" aria-labelledby="log-in">
                <h2 id="log-in">"Se connecter"</h2>
                <p>{service::LOG_IN_TEXT}</p>
                <WayIn/>
            </section>
        </div>
        <h2>{service::PROMISES_TITLE}</h2>
        <ul class="app-promises">{promises.collect_view()}</ul>
    }
}

/// The heading greets by one first name; the line above it names the account, as ProConnect wrote it.
#[component]
fn Greeting(agent: Agent) -> impl IntoView {
    let pages = Pages::current().tiles(&agent);
    let tiles = pages.map(|page| view! { <Tile page level=HeadingLevel::H3/> });
    let tiles = tiles.collect_view();
    let offer = if agent.is_admitted {
        Either::Left(view! { <h2>"À votre disposition"</h2> <Tiles>{tiles}</Tiles> })
    } else {
        Either::Right(view! { <NotAdmitted/> })
    };
    let greeted = agent.short_name();
    let organization = agent.organization_label.map(|label| {
        view! {
            <p class="fr-text--lead"><bdi>{label}</bdi></p>
        }
    });
    view! {
        <p class="app-kicker app-clamped">"Session ouverte\u{a0}: " <bdi>{agent.name}</bdi></p>
        <h1 class="app-clamped">"Bonjour " <bdi>{greeted}</bdi></h1>
        {organization}
        {offer}
    }
}

/// In place of the pages, for an agent whose session is older than a rule that does not admit them. The link leads
/// to the refusal, which has the rule and the way to another account.
#[component]
fn NotAdmitted() -> impl IntoView {
    view! {
        <Alert severity=Severity::Warning>
            <p>
                "Votre session est ouverte, mais ce compte n’est plus admis dans ce service. "
                <a href=ACCOUNT>"Lire la règle d’accès, ou changer de compte"</a>
            </p>
        </Alert>
    }
}
