use super::{Answer, agent, answer_with, in_text, options, page, request};
use app::{
    access::{Access, PUBLIC_AGENT},
    agent::Agent,
    error_document,
    page::Pages,
    pages::PAGES,
    refusal_document,
    refusals::explain,
    refusals::page::PROCONNECT_HELP,
    render, service,
    session::log_in::{OtherWayIn, OtherWayInProps},
};
use http::{StatusCode, header::REFERER};
use leptos::prelude::*;
use proconnect::{
    AcrLevel,
    error::{AccessError, Refusal, SessionError},
    web::{Refused, Requirement},
};

async fn refused_page(refused: Refused, user: Option<Agent>) -> String {
    let at = "2026-11-27T11:41:00Z".parse().ok();
    let document = move || refusal_document(options(), refused, "abc123".into(), at);
    let html = answer_with("/x", "", user, document).await.html;
    main(&html)
}

async fn refusal_page(code: &str) -> String {
    let refusal: Refusal = code.parse().unwrap();
    refused_page(refusal.into(), None).await
}

/// The content of the page, without its frame.
fn main(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap();
    main.split("</main>").next().unwrap().to_owned()
}

fn main_actions(main: &str) -> usize {
    main.matches("class=\"fr-btn\"").count() + main.matches("class=\"fr-connect\"").count()
}

fn role_missing(role: &'static str) -> Refused {
    Refused {
        return_to: "/espace-agents-publics?a=b".parse().ok(),
        requirement: Some(Requirement::Role(role)),
        ..Refused::from(AccessError::RoleMissing)
    }
}

#[tokio::test]
async fn a_refusal_by_a_role_shows_the_rule_and_the_agent_as_proconnect_knows_them() {
    let other = |roles: &[&str], roles_known| Agent {
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        roles_known,
        ..agent()
    };
    for (agent, roles) in [
        (other(&[], true), ">aucun<"),
        (other(&[], false), ">non communiqués par ProConnect<"),
        (other(&["a", "b"], true), "<bdi>a, b</bdi>"),
    ] {
        let html = refused_page(role_missing(PUBLIC_AGENT), Some(agent)).await;
        for part in [
            "Réservé aux agents publics",
            roles,
            "<bdi>130\u{a0}025\u{a0}265\u{a0}00013</bdi>",
            "<bdi>Direction du numérique</bdi>",
            "name=\"login_hint\"",
            "name=\"return_to\" value=\"/espace-agents-publics?a=b\"",
            ">Changer de compte</button>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(
            !html.contains("navigateur") && !html.contains("/auth/proconnect/logout"),
            "{html}"
        );
    }
    let unknown = refused_page(role_missing("chef"), Some(agent())).await;
    assert!(unknown.contains("le rôle «\u{a0}chef\u{a0}»"), "{unknown}");
    let hostile = Agent {
        organization_label: Some("<script>alert(1)</script>".into()),
        roles: vec!["<b>".into()],
        siret: None,
        ..agent()
    };
    let html = refused_page(role_missing(PUBLIC_AGENT), Some(hostile)).await;
    assert!(
        html.contains("&lt;b&gt;") && !html.contains("<script>"),
        "{html}"
    );
    assert!(html.contains(">non communiqué<"), "{html}");
}

#[tokio::test]
async fn the_login_page_names_the_page_and_its_condition_and_promises_nothing_else() {
    let login = async |query: &str| main(&page(&format!("/connexion{query}"), None).await.html);
    let role = login("?return_to=%2Fespace-agents-publics").await;
    for part in [
        "<h1>Connexion</h1>",
        "«\u{a0}Espace des agents publics\u{a0}»",
        "Réservé aux agents publics",
        "vérifié après la connexion",
    ] {
        assert!(role.contains(part), "{part} in {role}");
    }
    assert!(!role.contains("Vous y arriverez"), "{role}");
    let strong = login("?return_to=%2Fespace-sensible%3Fa%3D1&level=mfa").await;
    let sensitive = format!("«\u{a0}{}\u{a0}»", Pages(PAGES).title("/espace-sensible"));
    assert!(strong.contains(&sensitive), "{strong}");
    assert!(strong.contains("double authentification"), "{strong}");
    let open = login("?return_to=%2Fcontact").await;
    let back = format!(
        "Connectez-vous. Vous reviendrez ensuite à {}.",
        Pages(PAGES).quoted("/contact")
    );
    assert!(open.contains(&back), "{open}");
    let unknown = login("?return_to=%2Finconnu").await;
    assert!(unknown.contains("la page demandée"), "{unknown}");
    for html in [
        role,
        strong,
        unknown,
        login("").await,
        main(&page("/", None).await.html),
    ] {
        let who = service::ELIGIBILITY;
        for text in [who.who, who.conditions, who.who_not] {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
    for listed in PAGES
        .iter()
        .filter(|listed| matches!(listed.access, Access::Role(_)))
    {
        let html = main(&page(listed.path, None).await.html);
        assert!(html.contains("vérifié après la connexion"), "{html}");
    }
}

#[tokio::test]
async fn another_way_in_is_a_link_under_the_button() {
    let props = OtherWayInProps {
        text: "Par courriel",
        href: "/autre",
    };
    let html = OtherWayIn(props).into_view().to_html();
    assert!(
        html.contains("href=\"/autre\" class=\"fr-link\">Par courriel</a>"),
        "{html}"
    );
}

#[tokio::test]
async fn an_interrupted_login_is_told_as_such_and_can_be_taken_up_again() {
    let refused = Refused {
        return_to: "/espace-sensible".parse().ok(),
        level: AcrLevel::Mfa,
        ..Refused::from(
            "authorization_response.cancelled"
                .parse::<Refusal>()
                .unwrap(),
        )
    };
    let html = refused_page(refused, None).await;
    for part in [
        "<h1>Vous avez interrompu la connexion</h1>",
        "fr-alert--info",
        "class=\"fr-connect\"",
        "name=\"login_hint\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("fr-alert--error"), "{html}");
    for field in [
        "name=\"return_to\" value=\"/espace-sensible\"",
        "name=\"level\" value=\"mfa\"",
    ] {
        assert_eq!(html.matches(field).count(), 2, "{html}");
    }
    let denied = refusal_page("authorization_response.access_denied").await;
    for part in [
        "fr-alert--error",
        "name=\"login_hint\"",
        "Réessayer avec le même compte",
    ] {
        assert!(denied.contains(part), "{part} in {denied}");
    }
}

#[tokio::test]
async fn every_refusal_has_one_main_action_and_quiet_links_home_and_to_the_contact_page() {
    for refusal in Refusal::all() {
        for user in [None, Some(agent())] {
            let html = refused_page(refusal.into(), user).await;
            assert_eq!(main_actions(&html), 1, "{refusal}: {html}");
            // In an outage of the store, neither page would open.
            let others_open = refusal != SessionError::Unavailable.into();
            for link in [">Retour à l’accueil</a>", "href=\"/contact\""] {
                let count = html.matches(link).count();
                assert_eq!(count, usize::from(others_open), "{refusal}: {html}");
            }
            let helps = explain(refusal).at_proconnect;
            assert_eq!(html.contains(PROCONNECT_HELP), helps, "{refusal}");
        }
    }
}

#[tokio::test]
async fn in_an_outage_the_page_that_was_asked_for_is_offered_again() {
    let of_return = Refused {
        return_to: "/espace-agents-publics?a=b".parse().ok(),
        ..Refused::from(SessionError::Unavailable)
    };
    for (path, refused, again) in [
        (
            "/mon-compte",
            SessionError::Unavailable.into(),
            "/mon-compte",
        ),
        ("/", SessionError::Unavailable.into(), "/"),
        ("/connexion/refus", of_return, "/espace-agents-publics?a=b"),
        (
            "/auth/proconnect/logout",
            SessionError::Unavailable.into(),
            "/",
        ),
    ] {
        let document = move || refusal_document(options(), refused, "abc123".into(), None);
        let html = main(&answer_with(path, "", None, document).await.html);
        let link = format!("<a href=\"{again}\" class=\"fr-btn\">Réessayer</a>");
        assert!(html.contains(&link), "{path}: {html}");
        assert_eq!(
            html.matches("<a ").count(),
            2,
            "and the address of the team: {html}"
        );
    }
}

#[tokio::test]
async fn the_message_to_the_team_and_the_page_say_the_same() {
    let html = refusal_page("provider.unreachable").await;
    let date = "27\u{a0}novembre\u{a0}2026 à 12\u{a0}h\u{a0}41 (heure de Paris)";
    for part in [
        "<code>abc123</code>",
        "<code>provider.unreachable</code>",
        date,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let mailto = format!(
        "href=\"mailto:{}?subject=R%C3%A9f%C3%A9rence%20abc123&amp;body=",
        service::CONTACT_EMAIL
    );
    assert!(html.contains(&mailto), "{mailto} in {html}");
    assert!(!html.contains("ci-dessous"), "{html}");
}

async fn error_page(status: u16, referer: &'static str) -> Answer {
    let status = StatusCode::from_u16(status).unwrap();
    let mut request = request("/x", "", None);
    request
        .headers_mut()
        .insert(REFERER, referer.parse().unwrap());
    let at = "2026-11-27T11:41:00Z".parse().unwrap();
    request.extensions_mut().insert(app::AnsweredAt(at));
    super::read(render(move || error_document(options(), status), request)).await
}

#[tokio::test]
async fn a_fault_of_ours_can_be_reported_with_its_reference_and_hour() {
    let html = error_page(500, "http://localhost/").await.html;
    for part in [
        "?subject=R%C3%A9f%C3%A9rence%20abc123&amp;body=",
        "<code>abc123</code>",
        "<code>erreur 500</code>",
        "12\u{a0}h\u{a0}41 (heure de Paris)",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn an_action_without_a_session_has_one_main_action_which_comes_back_to_its_page() {
    for (referer, way_back) in [
        (
            "http://localhost/mon-compte?onglet=1",
            Some("/mon-compte?onglet=1"),
        ),
        ("http://localhost/inconnu", None),
        ("http://localhost/", None),
        ("pas une adresse", None),
    ] {
        let html = main(&error_page(401, referer).await.html);
        assert_eq!(main_actions(&html), 1, "{html}");
        let field = way_back.map(|path| format!("name=\"return_to\" value=\"{path}\""));
        match field {
            Some(field) => assert!(html.contains(&field), "{field} in {html}"),
            None => assert!(!html.contains("return_to"), "{referer}: {html}"),
        }
    }
}

#[tokio::test]
async fn the_step_up_has_one_main_action_and_names_the_page() {
    let path = "/connexion?return_to=%2Fespace-sensible&level=mfa";
    let html = page(path, Some(agent())).await.html;
    let title = format!(
        "<title>Confirmez votre identité pour continuer — {}",
        in_text(service::NAME)
    );
    assert!(html.contains(&title), "{html}");
    let html = main(&html);
    assert_eq!(main_actions(&html), 1, "{html}");
    let named = format!("«\u{a0}{}\u{a0}»", Pages(PAGES).title("/espace-sensible"));
    assert!(html.contains(&named), "{html}");
}

#[tokio::test]
async fn pages_of_a_refusal_call_the_double_authentication_by_one_name() {
    let mut documents = vec![page("/connexion?level=mfa", Some(agent())).await.html];
    for refusal in Refusal::all() {
        documents.push(refused_page(refusal.into(), None).await);
    }
    for html in documents {
        for other in [
            "econde preuve",
            "econd facteur",
            "authentification plus sûre",
        ] {
            assert!(!html.contains(other), "{other} in {html}");
        }
    }
}

#[tokio::test]
async fn the_contact_page_leads_to_the_help_of_proconnect() {
    let html = main(&page("/contact", None).await.html);
    for part in [
        PROCONNECT_HELP,
        "ProConnect affiche une erreur",
        "Une information me concernant est fausse",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}
