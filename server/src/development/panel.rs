//! The panel for the developers of the service, on its home page: the files to change, the agents to try.

use app::{
    development::Development, document::written::written, page::Pages, session::log_in::LogInForm,
};
use leptos::{context::use_context, prelude::*, tachys::html::InertElement};
use proconnect::web::ProConnect;

/// The tools that documents find in context.
pub const TOOLS: Development = Development { panel };

/// Where a developer finds each thing: the thing, the file or the command.
const PLACES: [(&str, &str); 8] = [
    ("Le nom du service et ses textes", "app/src/service.rs"),
    ("La table des pages", "app/src/pages.rs"),
    ("Une page, un fichier", "app/src/pages/"),
    ("Les couleurs", "style/tokens.css"),
    ("Le design de l’État, si vous y avez droit", "make dsfr"),
    ("Le vrai ProConnect, par des variables", ".env.example"),
    (
        "Le vrai ProConnect, pas à pas",
        "docs/guides/brancher-proconnect.md",
    ),
    ("Les guides", "docs/guides/"),
];

/// An agent of the mock, and a page to open as this agent.
struct Example {
    name: &'static str,
    email: &'static str,
    description: &'static str,
    page: &'static str,
}

const EXAMPLES: [Example; 4] = [
    Example {
        name: "Angela Dubois",
        email: "angela.dubois@ministere.gouv.fr",
        description: "agente de l’État",
        page: "/espace-agents-publics",
    },
    Example {
        name: "Sophie Martin",
        email: "sophie.martin@octo.example.com",
        description: "salariée du secteur privé, à qui cette page est refusée",
        page: "/espace-agents-publics",
    },
    Example {
        name: "Karim Benali",
        email: "karim.benali@interieur.example.fr",
        description: "agent avec double authentification",
        page: "/espace-sensible",
    },
    Example {
        name: "Olivier Postel",
        email: "olivier.postel@ministere.example.fr",
        description: "agent à qui ProConnect envoie un code par courriel",
        page: "/espace-sensible",
    },
];

fn panel() -> InertElement {
    written(view! { <Panel/> })
}

#[component]
fn Panel() -> impl IntoView {
    let places = PLACES.map(|(thing, place)| {
        view! { <li>{thing} "\u{a0}: " <code>{place}</code></li> }
    });
    let mock = mock_home();
    let examples = mock.is_some().then(|| view! { <Examples/> });
    view! {
        <section class="app-development" aria-labelledby="development">
            <p class="app-kicker">"En développement seulement"</p>
            <h2 id="development">"Pour commencer"</h2>
            <p>"Vous développez ce service\u{a0}? Une version de production ne contient pas cet encadré."</p>
            <h3>"Où changer quoi"</h3>
            <ul>{places.collect_view()}</ul>
            <h3>"Ce que verra un agent"</h3>
            <ul>
                <li>
                    <a class="fr-link" href=super::GALLERY>
                        "Toutes les pages de refus et d’erreur"
                    </a>
                </li>
                {mock.map(|href| view! {
                    <li>
                        <a class="fr-link" href=href>"Le ProConnect simulé"</a>
                        "\u{a0}: ses personnes, ses pannes et ses mensonges"
                    </li>
                })}
            </ul>
            {examples}
        </section>
    }
}

/// Logins as agents of the mock, which recognises their address.
#[component]
fn Examples() -> impl IntoView {
    let pages = Pages::current();
    let offered = EXAMPLES.iter().filter_map(|example| {
        // A team may have deleted the page.
        let title = pages.at(example.page)?.title;
        Some(view! {
            <li>
                <LogInForm return_to=example.page.parse().ok() login_hint=Some(example.email.to_owned())>
                    <button class="fr-btn fr-btn--secondary" type="submit">{example.name}</button>
                    " " {example.description} "\u{a0}: «\u{a0}" {title} "\u{a0}»"
                </LogInForm>
            </li>
        })
    });
    view! {
        <h3>"Se connecter comme…"</h3>
        <ul class="app-development__agents">{offered.collect_view()}</ul>
    }
}

/// The home page of the issuer, if it is the mock: the only issuer on this machine.
fn mock_home() -> Option<String> {
    let proconnect = use_context::<ProConnect>()?;
    let issuer = proconnect.relying_party.config().issuer.url();
    let host = issuer.host_str()?;
    let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    is_here.then(|| issuer.origin().ascii_serialization() + "/")
}
