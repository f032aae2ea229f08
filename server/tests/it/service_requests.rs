//! « Demandes »: the form, the list, a request, the decision and the file, through the assembled server.

use crate::support::{Answer, Browser, TestApp};
use axum::http::{Method, StatusCode};
use std::time::Duration;
use url::form_urlencoded::byte_serialize;

const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
/// A colleague of Angela.
const LUCIE: &str = "lucie.cartier@interieur.example.fr";
/// An agent of another organisation.
const JEAN: &str = "jean.terrien@commune.example.fr";

const FILE: &str = "/api/file_service_request";
const DECIDE: &str = "/api/decide_service_request";

/// An agent with a session, and the field that names them.
struct SignedIn {
    browser: Browser,
    agent: String,
}

impl SignedIn {
    async fn new(app: &TestApp, address: &str) -> Self {
        let mut browser = app.browser();
        browser.log_in_as(address).await;
        let agent = browser.agent_field().await;
        Self { browser, agent }
    }

    async fn submit(&mut self, path: &str, form: &str) -> Answer {
        let form = format!("{form}&{}", self.agent);
        self.browser.submit(path, &form).await
    }

    /// Sends the form as the island does.
    async fn send(&mut self, path: &str, form: &str) -> Answer {
        let form = format!("{form}&{}", self.agent);
        let by_script = [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("accept", "application/json"),
        ];
        self.browser
            .request(Method::POST, path, &by_script, &form)
            .await
    }

    /// Files a request. Returns the path of its page.
    async fn file(&mut self, subject: &str) -> String {
        let answer = self
            .submit(FILE, &form(subject, "13002526500013", "Une description."))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().to_owned()
    }

    /// Sends the decision that the page of the request offers.
    async fn decide(&mut self, path: &str, version: &str, verdict: &str, reason: &str) -> Answer {
        let (_, id) = path.rsplit_once('/').unwrap();
        let form = format!(
            "id={id}&version={version}&verdict={verdict}&reason={}",
            encoded(reason)
        );
        self.submit(DECIDE, &form).await
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.browser.get(path).await
    }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn form(subject: &str, siret: &str, description: &str) -> String {
    format!(
        "subject={}&siret={siret}&description={}",
        encoded(subject),
        encoded(description)
    )
}

async fn make_administrator(app: &TestApp, address: &str, role: &str) {
    let of = format!("(SELECT id FROM agents WHERE email_key = '{address}')");
    app.execute_in_store(&format!(
        "UPDATE memberships SET role = '{role}' WHERE agent_id = {of}"
    ))
    .await;
}

/// The content of a page, without the frame.
fn main_of(page: &Answer) -> &str {
    let (_, main) = page.body.split_once("<main").unwrap();
    main.split_once("</main>").unwrap().0
}

/// The page has each of these parts.
fn has(page: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(page.body.contains(part), "{part} in {}", main_of(page));
    }
}

fn is_not_found(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
    assert!(
        answer.body.contains("<h1>Page introuvable</h1>"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_request_is_filed_read_by_colleagues_decided_on_and_downloaded() {
    let app = TestApp::start().await;
    let (mut angela, mut lucie) = (
        SignedIn::new(&app, ANGELA).await,
        SignedIn::new(&app, LUCIE).await,
    );
    let empty = angela.get("/demandes").await;
    assert!(
        empty
            .body
            .contains("Votre organisation n’a pas encore déposé de demande."),
        "{}",
        empty.body
    );
    let path = angela.file("Accès à l’étage <b>").await;

    let list = lucie.get("/demandes").await;
    assert!(
        list.body.contains("<bdi>Accès à l’étage &lt;b&gt;</bdi>"),
        "{}",
        list.body
    );
    assert!(list.body.contains(">Demandes</a>"), "in the menu");
    let page = lucie.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    has(
        &page,
        &[
            "En attente",
            "Une description.",
            "<bdi>130\u{a0}025\u{a0}265\u{a0}00013</bdi>",
            "Déposée<!> par <bdi>Angela Claire Louise DUBOIS</bdi>",
            "(heure de Paris)",
        ],
    );
    assert!(!page.body.contains(DECIDE), "a member decides on nothing");

    make_administrator(&app, LUCIE, "administrator").await;
    let page = lucie.get(&path).await;
    assert_eq!(
        (page.field("version").as_str(), page.field("id").as_str()),
        ("1", path.rsplit('/').next().unwrap())
    );
    let without_reason = lucie.decide(&path, "1", "refuse", " ").await;
    assert_eq!(without_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(
        &without_reason,
        &[
            "<title>Erreur\u{a0}: Demande",
            "<a href=\"#reason\">Indiquez le motif du refus.</a>",
            "aria-invalid=\"true\"",
            DECIDE,
        ],
    );
    let refused = lucie
        .decide(&path, "1", "refuse", "Hors <périmètre>.\r\nDésolée.")
        .await;
    assert_eq!(
        (refused.status, refused.location()),
        (StatusCode::SEE_OTHER, &*path)
    );
    let page = angela.get(&path).await;
    has(
        &page,
        &[
            "Refusée<!> par <bdi>Lucie CARTIER</bdi>",
            "Hors &lt;périmètre&gt;.\nDésolée.",
        ],
    );
    let page = lucie.get(&path).await;
    assert!(!page.body.contains(DECIDE), "a decision is final");

    let file = angela.get("/demandes/export.csv?etat=refused").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"demandes.csv\""
    );
    assert!(
        file.header("cache-control").contains("no-store"),
        "{}",
        file.header("cache-control")
    );
    assert!(
        file.body.starts_with("\u{feff}\"Référence\";\"Objet\""),
        "{}",
        file.body
    );
    assert!(
        file.body
            .contains("\"Accès à l’étage <b>\";\"Refusée\";\"13002526500013\""),
        "{}",
        file.body
    );
    let none = angela.get("/demandes/export.csv?etat=accepted").await;
    assert_eq!(none.body.lines().count(), 1);
}

#[tokio::test]
async fn a_form_with_mistakes_is_shown_again_with_what_was_typed() {
    let app = TestApp::start().await;
    let mut angela = SignedIn::new(&app, ANGELA).await;
    let empty = angela.get("/demandes/nouvelle").await;
    assert!(
        empty
            .body
            .contains("value=\"130\u{a0}025\u{a0}265\u{a0}00013\""),
        "{}",
        empty.body
    );
    assert!(!empty.body.contains("aria-invalid"), "{}", main_of(&empty));

    let sent = angela
        .submit(FILE, &form("ab", "1300", "</textarea><b>\nfin"))
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(
        &sent,
        &[
            "<title>Erreur\u{a0}: Nouvelle demande",
            "<h1>Nouvelle demande</h1>",
            "<li><a href=\"#subject\">L’objet est trop court",
            "<li><a href=\"#siret\">Il manque des chiffres",
            "value=\"ab\"",
            "value=\"1300\"",
            "&lt;/textarea&gt;&lt;b&gt;\nfin</textarea>",
            "id=\"subject-message\"",
            "aria-describedby=\"subject-message\"",
            "Se déconnecter",
            &angela.agent.replace("agent=", ""),
        ],
    );
    assert_eq!(sent.body.matches(" autofocus").count(), 1, "{}", sent.body);
    assert_eq!(sent.body.matches("aria-invalid=\"true\"").count(), 2);
    let sent = angela.submit(FILE, "").await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        angela
            .get("/demandes")
            .await
            .body
            .contains("pas encore déposé")
    );
}

#[tokio::test]
async fn a_script_gets_the_mistakes_and_the_way_on() {
    let app = TestApp::start().await;
    let mut angela = SignedIn::new(&app, ANGELA).await;
    let sent = angela.send(FILE, &form("ab", "", "x")).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        sent.body,
        "{\"Mistakes\":{\"subject\":\"TooShort\",\"siret\":\"Empty\",\"description\":null}}"
    );
    let sent = angela.send(FILE, &form("abc", "13002526500013", "x")).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(
        sent.location().starts_with("/demandes/"),
        "{}",
        sent.location()
    );
    assert!(sent.headers.contains_key("serverfnredirect"));
    app.wait(Duration::from_secs(13 * 3600));
    let late = angela.send(FILE, &form("abc", "13002526500013", "x")).await;
    assert_eq!(
        (late.status, &*late.body),
        (StatusCode::UNAUTHORIZED, "unauthenticated\n")
    );
    // The browser then sends the form by itself.
    let late = angela
        .submit(FILE, &form("Un objet", "13002526500013", "Une phrase."))
        .await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    for typed in ["Votre session est terminée", "Un objet", "Une phrase."] {
        assert!(late.body.contains(typed), "{}", late.body);
    }
    assert_eq!(late.field("return_to"), "/demandes/nouvelle");
}

#[tokio::test]
async fn the_list_is_filtered_searched_and_read_page_by_page() {
    let app = TestApp::start().await;
    let mut angela = SignedIn::new(&app, ANGELA).await;
    make_administrator(&app, ANGELA, "administrator").await;
    for number in 0..45 {
        app.wait(Duration::from_secs(1));
        let path = angela.file(&format!("Écran {number:02}")).await;
        if number % 2 == 0 {
            angela.decide(&path, "1", "accept", "").await;
        }
    }
    let subjects = |page: &Answer| -> Vec<String> {
        let rows = page.body.split("<bdi>Écran ").skip(1);
        rows.map(|row| row[..2].to_owned()).collect()
    };
    for (query, expected) in [
        ("", (0..45).rev().collect::<Vec<_>>()),
        (
            "?etat=accepted",
            (0..45).rev().filter(|n| n % 2 == 0).collect(),
        ),
        ("?recherche=+ECRAN", (0..45).collect()),
        (
            "?recherche=%C3%A9cran+1&etat=pending",
            vec![11, 13, 15, 17, 19],
        ),
    ] {
        let (mut path, mut seen) = (format!("/demandes{query}"), Vec::new());
        for _ in 0..3 {
            let page = angela.get(&path).await;
            seen.extend(subjects(&page));
            assert!(subjects(&page).len() <= 20);
            let Some((before, _)) = page.body.split_once(">Demandes suivantes") else {
                break;
            };
            let (_, href) = before.rsplit_once("href=\"").unwrap();
            path = href.split('"').next().unwrap().replace("&amp;", "&");
        }
        let expected: Vec<_> = expected
            .into_iter()
            .map(|number| format!("{number:02}"))
            .collect();
        assert_eq!(seen, expected, "{query}");
    }
    let none = angela.get("/demandes?recherche=z%25_").await;
    assert!(
        none.body
            .contains("Aucune demande ne correspond à ce filtre."),
        "{}",
        none.body
    );
    assert!(none.body.contains("value=\"z%_\""), "{}", none.body);
    for forged in [
        "?etat=x",
        "?apres=x",
        "?apres=00000000-0000-4000-8000-000000000000&etat=%00",
    ] {
        assert_eq!(
            angela.get(&format!("/demandes{forged}")).await.status,
            StatusCode::OK,
            "{forged}"
        );
    }
}

#[tokio::test]
async fn an_agent_of_another_organisation_finds_nothing_and_changes_nothing() {
    let app = TestApp::start().await;
    let (mut angela, mut jean) = (
        SignedIn::new(&app, ANGELA).await,
        SignedIn::new(&app, JEAN).await,
    );
    make_administrator(&app, JEAN, "administrator").await;
    let path = angela.file("Un secret").await;
    let unknown = "/demandes/00000000-0000-4000-8000-000000000000";
    for page in [&*path, unknown, "/demandes/7", "/demandes/%00"] {
        is_not_found(&jean.get(page).await);
    }
    let of_others = jean.get(&path).await;
    let of_none = jean.get(unknown).await;
    assert_eq!(main_of(&of_others), main_of(&of_none), "the same page");
    for list in [
        "/demandes",
        "/demandes?recherche=un",
        "/demandes/export.csv",
    ] {
        assert!(!jean.get(list).await.body.contains("Un secret"), "{list}");
    }
    let after = path.rsplit('/').next().unwrap();
    let list = jean.get(&format!("/demandes?apres={after}")).await;
    assert!(!list.body.contains("Un secret"));
    for page in [&*path, unknown] {
        is_not_found(&jean.decide(page, "1", "accept", "").await);
        // A mistake in the form reveals nothing either.
        is_not_found(&jean.decide(page, "1", "refuse", "").await);
    }
    assert!(angela.get(&path).await.body.contains("En attente"));
}

#[tokio::test]
async fn a_member_without_the_role_decides_on_nothing_and_a_role_that_is_taken_away_ends_at_once() {
    let app = TestApp::start().await;
    let (mut angela, mut lucie) = (
        SignedIn::new(&app, ANGELA).await,
        SignedIn::new(&app, LUCIE).await,
    );
    let path = angela.file("Un objet").await;
    let other = angela.file("Un autre").await;
    let refused = angela.decide(&path, "1", "accept", "").await;
    assert_eq!(
        (refused.status, refused.refusal()),
        (StatusCode::FORBIDDEN, "access.membership_role_missing")
    );
    make_administrator(&app, LUCIE, "administrator").await;
    assert!(lucie.get(&path).await.body.contains(DECIDE));
    make_administrator(&app, LUCIE, "member").await;
    for form in ["accept", "refuse"] {
        let refused = lucie.decide(&path, "1", form, "").await;
        assert_eq!(refused.refusal(), "access.membership_role_missing");
    }
    assert!(!lucie.get(&path).await.body.contains(DECIDE));
    app.execute_in_store("UPDATE memberships SET blocked_at = '2026-01-01T00:00:00+00:00'")
        .await;
    for page in [
        "/demandes",
        "/demandes/nouvelle",
        "/demandes/export.csv",
        &path,
        &other,
    ] {
        let refused = angela.get(page).await;
        assert_eq!(
            (refused.status, refused.refusal()),
            (StatusCode::FORBIDDEN, "access.blocked"),
            "{page}"
        );
    }
    let refused = angela
        .submit(FILE, &form("abc", "13002526500013", "x"))
        .await;
    assert_eq!(refused.refusal(), "access.blocked");
    app.execute_in_store("DELETE FROM memberships").await;
    assert_eq!(
        angela.get("/demandes").await.refusal(),
        "access.membership_missing"
    );
}

#[tokio::test]
async fn a_visitor_an_ended_session_and_another_agents_form_are_refused() {
    let app = TestApp::start().await;
    let mut angela = SignedIn::new(&app, ANGELA).await;
    let path = angela.file("Un objet").await;
    let pages = [
        "/demandes",
        "/demandes/nouvelle",
        "/demandes/export.csv",
        &path,
    ];
    let forms = [FILE, DECIDE];
    for page in pages {
        let visitor = app.browser().get(page).await;
        assert_eq!(visitor.status, StatusCode::SEE_OTHER, "{page}");
        assert!(visitor.location().starts_with("/connexion"), "{page}");
    }
    for form in forms {
        assert_eq!(
            app.browser().submit(form, "id=1&agent=x").await.status,
            StatusCode::UNAUTHORIZED,
            "{form}"
        );
    }
    let mut lucie = SignedIn::new(&app, LUCIE).await;
    lucie.agent.clone_from(&angela.agent);
    let refused = lucie
        .submit(FILE, &form("abc", "13002526500013", "x"))
        .await;
    assert_eq!(refused.refusal(), "request.other_agent");
    app.wait(Duration::from_secs(13 * 3600));
    for page in pages {
        assert_eq!(
            angela.get(page).await.status,
            StatusCode::SEE_OTHER,
            "{page}"
        );
    }
    let late = angela.decide(&path, "1", "refuse", "Un motif").await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(late.body.contains("Un motif"), "{}", late.body);
    assert_eq!(late.field("return_to"), path);
}

#[tokio::test]
async fn a_decision_on_a_request_that_was_decided_on_in_the_meantime_is_told_in_words() {
    let app = TestApp::start().await;
    let (mut angela, mut lucie) = (
        SignedIn::new(&app, ANGELA).await,
        SignedIn::new(&app, LUCIE).await,
    );
    for agent in [ANGELA, LUCIE] {
        make_administrator(&app, agent, "administrator").await;
    }
    let path = angela.file("Un objet").await;
    assert_eq!(
        angela.decide(&path, "1", "accept", "Oui.").await.status,
        StatusCode::SEE_OTHER
    );
    let late = lucie.decide(&path, "1", "refuse", "Non & non.").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(
        &late,
        &[
            "Cette demande a été traitée entre-temps.",
            "Acceptée",
            "Oui.",
            "Non &amp; non.",
            "role=\"alert\"",
        ],
    );
    assert!(!late.body.contains(DECIDE), "{}", late.body);
    let page = lucie.get(&path).await;
    assert!(!page.body.contains("Non &amp; non."));
    for version in ["0", "2", "9223372036854775807"] {
        assert_eq!(
            lucie.decide(&path, version, "accept", "").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    for (version, verdict) in [
        ("1", "pending"),
        ("x", "accept"),
        ("9223372036854775808", "accept"),
        ("1", ""),
    ] {
        assert_eq!(
            lucie.decide(&path, version, verdict, "").await.status,
            StatusCode::BAD_REQUEST,
            "{version} {verdict}"
        );
    }
}

#[tokio::test]
async fn a_former_agent_leaves_their_requests_without_their_name() {
    let app = TestApp::start().await;
    let (mut angela, mut lucie) = (
        SignedIn::new(&app, ANGELA).await,
        SignedIn::new(&app, LUCIE).await,
    );
    let path = angela.file("Un objet").await;
    app.execute_in_store(&format!(
        "PRAGMA foreign_keys = ON; DELETE FROM agents WHERE email_key = '{ANGELA}'"
    ))
    .await;
    for page in ["/demandes", &path] {
        let page = lucie.get(page).await.body;
        assert!(
            page.contains("un agent dont le compte a été effacé"),
            "{page}"
        );
        assert!(!page.contains("Angela"), "{page}");
    }
}

#[tokio::test]
async fn in_an_outage_of_the_database_the_pages_are_unavailable_and_nothing_is_recorded() {
    let app = TestApp::start().await;
    let mut angela = SignedIn::new(&app, ANGELA).await;
    let path = angela.file("Un objet").await;
    app.execute_in_store("ALTER TABLE service_requests RENAME TO away")
        .await;
    for page in ["/demandes", "/demandes/export.csv", &path] {
        let answer = angela.get(page).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
        assert!(
            answer.body.contains("Service momentanément indisponible"),
            "{page}"
        );
        assert_eq!(answer.header("content-disposition"), "");
    }
    let sent = angela
        .submit(FILE, &form("abc", "13002526500013", "x"))
        .await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE);
    let sent = angela.send(FILE, &form("abc", "13002526500013", "x")).await;
    assert_eq!(
        (sent.status, &*sent.body),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "the server function failed\n"
        )
    );
    app.execute_in_store("ALTER TABLE away RENAME TO service_requests")
        .await;
    assert_eq!(
        angela
            .get("/demandes")
            .await
            .body
            .matches("<bdi>abc</bdi>")
            .count(),
        0
    );
}
