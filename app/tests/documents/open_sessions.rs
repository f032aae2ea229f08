//! « Mes connexions », with a list that a test gives.

use super::{agent, options, page, read, request};
use app::{
    agent::Agent,
    document::written::written,
    open_sessions::{
        listed::Listed,
        page::{OpenSessionsPage, PATH},
    },
    page::{Loading, Page},
    pages::PAGES,
    render_page,
};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use leptos::prelude::*;
use proconnect::web::{AgentHash, OpenSession, SessionReference};
use std::sync::LazyLock;

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
const SAFARI: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Version/26.1 Safari/604.1";

/// The page of the table, with the list in context instead of that of a store.
static PAGE: LazyLock<Page> = LazyLock::new(|| {
    let row = PAGES.iter().find(|page| page.path == PATH).unwrap();
    Page {
        view: app::page::View::Loaded(load),
        ..*row
    }
});

fn load(_: Agent) -> Loading {
    Box::pin(async {
        let listed: Option<Listed> = expect_context();
        Ok(written(view! { <OpenSessionsPage listed/> }))
    })
}

fn now() -> DateTime<Utc> {
    "2026-11-27T11:41:00Z".parse().unwrap()
}

fn reference(digit: &str) -> SessionReference {
    digit.repeat(32).parse().unwrap()
}

/// A session that was seen `minutes` ago and began an hour before.
fn session(digit: &str, minutes: i64, user_agent: &str) -> OpenSession {
    let seen_at = now() - TimeDelta::minutes(minutes);
    OpenSession {
        reference: reference(digit),
        agent: AgentHash::from_hash("hash".to_owned()),
        begun_at: seen_at - TimeDelta::hours(1),
        seen_at,
        ends_at: now() + TimeDelta::hours(1),
        user_agent: Some(user_agent.to_owned()),
    }
}

fn listed(sessions: Vec<OpenSession>) -> Listed {
    Listed::new(sessions, Some(&reference("1")), now())
}

async fn show(query: &str, listed: impl Into<Option<Listed>>) -> super::Answer {
    let listed = listed.into();
    let request = request(&format!("{PATH}{query}"), "", Some(agent()));
    let context = move || provide_context(listed);
    read(render_page(context, options(), LazyLock::force(&PAGE), request).await).await
}

/// The page of an agent with two sessions.
pub async fn example() -> String {
    let sessions = vec![session("1", 0, FIREFOX), session("2", 12, SAFARI)];
    show("", listed(sessions)).await.html
}

/// The list items of the page.
fn items(html: &str) -> Vec<&str> {
    let list = html.split("<ul class=\"app-sessions\">").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    list.split("<li>").skip(1).collect()
}

#[tokio::test]
async fn f9_each_session_is_in_words_and_each_but_this_one_has_a_button() {
    let sessions = vec![
        session("1", 0, FIREFOX),
        session("2", 12, SAFARI),
        session("3", 90, "<script>alert(1)</script>"),
    ];
    let html = show("", listed(sessions)).await.html;
    let items = items(&html);
    assert_eq!(items.len(), 3);
    for part in ["Firefox sur Windows", "Cette connexion", "Se déconnecter"] {
        assert!(items[0].contains(part), "{}", items[0]);
    }
    assert!(!items[0].contains("<form"), "{}", items[0]);
    for part in [
        "<h2>Safari sur iPhone</h2>",
        "Ouverte le 27\u{a0}novembre\u{a0}2026 à 11\u{a0}h\u{a0}29 (heure de Paris).",
        "Dernière activité\u{a0}: il y a 12\u{a0}minutes.",
        "action=\"/api/end_session\"",
        "name=\"agent\" value=\"d1g3st\"",
        &format!("name=\"session\" value=\"{}\"", reference("2")),
        "Fermer la connexion",
        // The name of this button alone.
        "\u{a0}: Safari sur iPhone, ouverte le 27",
    ] {
        assert!(items[1].contains(part), "{part} in {}", items[1]);
    }
    assert!(items[2].contains("<h2>Un navigateur que nous ne reconnaissons pas</h2>"));
    assert!(items[2].contains("il y a une heure"));
    assert!(!html.contains("alert(1)"));
    assert_eq!(
        html.matches("action=\"/api/end_other_sessions\"").count(),
        1
    );
}

#[tokio::test]
async fn f9_an_agent_with_one_session_has_nothing_to_end() {
    let html = show("", listed(vec![session("1", 0, FIREFOX)])).await.html;
    assert!(html.contains("Vous n’avez pas d’autre connexion."));
    assert!(!html.contains("/api/end_"), "{html}");
    // The store cannot describe this one: the others are listed all the same.
    let html = show("", listed(vec![session("2", 0, FIREFOX)])).await.html;
    assert_eq!(items(&html).len(), 1);
    assert!(!html.contains("Cette connexion"));
    assert!(html.contains("/api/end_other_sessions"));
}

#[tokio::test]
async fn f9_of_very_many_sessions_fifty_are_shown() {
    let others = (0..60).map(|minutes| session("2", minutes, SAFARI));
    let sessions = others.chain([session("1", 0, FIREFOX)]).collect();
    let html = show("", listed(sessions)).await.html;
    assert_eq!(items(&html).len(), 51);
    assert!(
        items(&html)[0].contains("Cette connexion"),
        "first in the list"
    );
    assert!(html.contains("non affichées\u{a0}: 10."), "{html}");
}

#[tokio::test]
async fn f9_a_list_that_cannot_be_read_leaves_the_rest_of_the_page() {
    // The document tests have no store.
    for answer in [show("", None).await, page(PATH, Some(agent())).await] {
        assert_eq!(answer.status, StatusCode::OK);
        for part in [
            "<h1>Mes connexions</h1>",
            "ne peut pas être affichée pour le moment",
            "Appareil perdu ou volé\u{a0}?",
            "Se déconnecter",
        ] {
            assert!(answer.html.contains(part), "{part} in {}", answer.html);
        }
        assert!(!answer.html.contains("/api/end_"));
    }
}

#[tokio::test]
async fn f9_a_result_is_announced_only_where_the_list_agrees() {
    let alone = || listed(vec![session("1", 0, FIREFOX)]);
    let two = || listed(vec![session("1", 0, FIREFOX), session("2", 0, SAFARI)]);
    let [ended, open] = ["3", "2"].map(reference);
    for (query, listed, title, sentence) in [
        (
            format!("?resultat=fermee&connexion={ended}"),
            two(),
            "Connexion fermée",
            "La connexion est fermée.",
        ),
        (
            format!("?resultat=deja-fermee&connexion={ended}"),
            two(),
            "Connexion déjà fermée",
            "Cette connexion était déjà fermée.",
        ),
        (
            "?resultat=autres-fermees".to_owned(),
            alone(),
            "Connexions fermées",
            "Vos autres connexions sont fermées.",
        ),
        (
            "?resultat=autres-deja-fermees".to_owned(),
            alone(),
            "Connexions déjà fermées",
            "Vos autres connexions étaient déjà fermées.",
        ),
    ] {
        let html = show(&query, listed).await.html;
        assert!(html.contains(&format!("<title>{title}\u{a0}: Mes connexions — ")));
        assert!(html.contains("role=\"status\""));
        assert!(html.contains(&format!("<p>{sentence}</p>")), "{html}");
    }
    for (query, listed) in [
        (format!("?resultat=fermee&connexion={open}"), Some(two())),
        ("?resultat=fermee".to_owned(), Some(two())),
        ("?resultat=fermee&connexion=x".to_owned(), Some(two())),
        ("?resultat=autres-fermees".to_owned(), Some(two())),
        ("?resultat=autre".to_owned(), Some(alone())),
        (format!("?resultat=fermee&connexion={ended}"), None),
    ] {
        let html = show(&query, listed).await.html;
        assert!(html.contains("<title>Mes connexions — "), "{query}");
        assert!(!html.contains("fr-alert--success"), "{query}");
    }
}

#[tokio::test]
async fn f9_the_account_leads_to_the_sessions() {
    let html = page("/mon-compte", Some(agent())).await.html;
    assert!(html.contains("href=\"/mes-connexions\""), "{html}");
}
