//! « Membres de l’organisation »: an administrator, the members, and strangers who try the same.

use crate::support::{Answer, Browser, TestApp};
use axum::http::{Method, StatusCode};
use proconnect::{Subject, web::AgentHash};
use std::time::Duration;

const PAGE: &str = "/organisation/membres";
const CHANGE: &str = "/api/change_member";
const INVITE: &str = "/api/invite_member";
const WITHDRAW: &str = "/api/withdraw_invitation";

const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
const OLIVIER: &str = "olivier.postel@ministere.example.fr";
const LISE: &str = "lise.lienard@ministere.example.fr";
/// An agent of another organisation.
const KARIM: &str = "karim.benali@interieur.example.fr";

async fn signed_in(app: &TestApp, address: &str) -> Browser {
    let mut browser = app.browser();
    browser.log_in_as(address).await;
    browser
}

async fn appoint(app: &TestApp, address: &str) {
    set_role(app, address, "administrator").await;
}

async fn set_role(app: &TestApp, address: &str, role: &str) {
    app.execute_in_store(&format!(
        "UPDATE memberships SET role = '{role}'
         WHERE agent_id = (SELECT id FROM agents WHERE email_key = '{address}')"
    ))
    .await;
}

/// An administrator, Olivier and Lise of one organisation, each in a browser.
async fn organisation(app: &TestApp) -> [Browser; 3] {
    let browsers = [
        signed_in(app, ANGELA).await,
        signed_in(app, OLIVIER).await,
        signed_in(app, LISE).await,
    ];
    appoint(app, ANGELA).await;
    browsers
}

/// The identifier of this member, as the form of the page names it.
fn id_of(page: &Answer, name: &str) -> String {
    let items = page.body.split("<li>");
    let item = items
        .into_iter()
        .find(|item| item.contains(&format!("<bdi>{name}</bdi>")));
    let item = item.unwrap_or_else(|| panic!("{name} is not in {}", page.body));
    let (_, rest) = item.split_once("name=\"member\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn change(browser: &mut Browser, member: &str, change: &str) -> Answer {
    let agent = browser.agent_field().await;
    let form = format!("{agent}&member={member}&change={change}");
    browser.submit(CHANGE, &form).await
}

/// Follows the redirect to the page.
async fn page_after(browser: &mut Browser, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
    assert!(answer.location().starts_with(PAGE), "{}", answer.location());
    browser.get(answer.location()).await.body
}

fn hash(app: &TestApp, persona: &str) -> String {
    let sub = app.mock.claim(persona, "sub").unwrap();
    AgentHash::of(&Subject::try_from(sub).unwrap()).to_string()
}

#[tokio::test]
async fn an_administrator_closes_an_access_and_the_member_is_out_everywhere() {
    let app = TestApp::start().await;
    let [mut angela, mut olivier, mut lise] = organisation(&app).await;
    let mut of_olivier = signed_in(&app, OLIVIER).await;
    let page = angela.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.refusal());
    for part in [
        "<title>Membres de l’organisation",
        "Angela Claire Louise DUBOIS",
        OLIVIER,
        "130\u{a0}025\u{a0}265\u{a0}00013",
        "C’est vous.",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    app.trail.take();
    let closed = change(&mut angela, &id_of(&page, "Olivier POSTEL"), "close").await;
    let events = app.trail.events();
    let managed = &events[0];
    assert_eq!(managed["event.action"], "account_managed");
    assert_eq!(managed["event.reason"], "access_closed");
    assert_eq!(managed["user.hash"], hash(&app, "etat").as_str());
    assert_eq!(managed["user.target.hash"], hash(&app, "otp-mail").as_str());
    assert_eq!(managed["proconnect.siret"], "13002526500013");
    assert!(managed["http.request.id"].is_string(), "{managed}");
    assert_eq!(events.len(), 3, "one for each session: {events:?}");
    for ended in &events[1..] {
        assert_eq!(ended["event.action"], "session_ended_by_other");
        assert_eq!(ended["event.reason"], "administrator");
        assert_eq!(ended["user.hash"], hash(&app, "otp-mail").as_str());
        assert_eq!(ended["http.request.id"], managed["http.request.id"]);
    }
    let page = page_after(&mut angela, &closed).await;
    assert!(
        page.contains("L’accès est fermé pour Olivier POSTEL"),
        "{page}"
    );
    assert!(page.contains("Accès fermé</span>") && page.contains("Rouvrir l’accès"));
    for browser in [&mut olivier, &mut of_olivier] {
        assert!(!browser.is_signed_in().await);
    }
    assert!(lise.is_signed_in().await && angela.is_signed_in().await);

    // No login is admitted, and none begins a session.
    let left = olivier
        .post("/auth/proconnect", &format!("login_hint={OLIVIER}"))
        .await;
    let callback = olivier.visit_issuer(left.location()).await;
    let refused = olivier.get(&callback).await;
    assert_eq!(refused.refusal(), "access.blocked");
    assert!(!olivier.is_signed_in().await);
    let page = angela.get(PAGE).await;
    let reopened = change(&mut angela, &id_of(&page, "Olivier POSTEL"), "reopen").await;
    let page = page_after(&mut angela, &reopened).await;
    assert!(
        page.contains("L’accès est ouvert pour Olivier POSTEL."),
        "{page}"
    );
    olivier.log_in_as(OLIVIER).await;
    assert!(olivier.is_signed_in().await);
}

#[tokio::test]
async fn a_role_that_is_given_or_taken_has_its_effect_at_the_next_request() {
    let app = TestApp::start().await;
    let [mut angela, mut olivier, mut lise] = organisation(&app).await;
    assert_eq!(
        olivier.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
    let page = angela.get(PAGE).await;
    let [of_olivier, of_lise] = ["Olivier POSTEL", "Lise LIENARD"].map(|name| id_of(&page, name));
    let given = change(&mut angela, &of_olivier, "administrator").await;
    let page = page_after(&mut angela, &given).await;
    assert!(
        page.contains("Olivier POSTEL fait désormais partie de l’administration."),
        "{page}"
    );
    assert_eq!(olivier.get(PAGE).await.status, StatusCode::OK);
    // A form that is sent twice has the same result.
    let again = change(&mut angela, &of_olivier, "administrator").await;
    assert_eq!(again.location(), given.location());
    let taken = change(&mut angela, &of_olivier, "member").await;
    assert_eq!(app.trail.names().last().unwrap(), "role_member");
    page_after(&mut angela, &taken).await;
    // Olivier's page is still open, and its form is refused.
    let refused = change(&mut olivier, &of_lise, "close").await;
    assert_eq!(refused.refusal(), "access.membership_role_missing");
    assert!(lise.is_signed_in().await);
    // A link that somebody made up tells nothing that is not so.
    let forged = format!("{PAGE}?resultat=acces-ferme&membre={of_lise}");
    assert!(!angela.get(&forged).await.body.contains("fr-alert"));
}

#[tokio::test]
async fn the_sessions_of_a_member_end_and_the_access_stays() {
    let app = TestApp::start().await;
    let [mut angela, mut olivier, _] = organisation(&app).await;
    let page = angela.get(PAGE).await;
    let id = id_of(&page, "Olivier POSTEL");
    app.trail.take();
    let ended = change(&mut angela, &id, "end_sessions").await;
    assert_eq!(app.trail.names(), ["sessions_ended", "administrator"]);
    let page = page_after(&mut angela, &ended).await;
    assert!(
        page.contains("Olivier POSTEL n’a plus de session ouverte."),
        "{page}"
    );
    assert!(!olivier.is_signed_in().await);
    olivier.log_in_as(OLIVIER).await;
    let page = angela.get(ended.location()).await.body;
    assert!(!page.contains("n’a plus de session ouverte"), "{page}");
}

#[tokio::test]
async fn an_administrator_cannot_leave_the_organisation_without_one() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    // The page has no form for one's own membership: the identifier is that of a page of another administrator.
    appoint(&app, OLIVIER).await;
    let mut olivier = signed_in(&app, OLIVIER).await;
    let own = id_of(&olivier.get(PAGE).await, "Angela Claire Louise DUBOIS");
    for what in ["member", "administrator", "close", "reopen", "end_sessions"] {
        let kept = change(&mut angela, &own, what).await;
        let page = page_after(&mut angela, &kept).await;
        assert!(
            page.contains("Vous ne pouvez pas modifier votre propre accès"),
            "{page}"
        );
    }
    assert_eq!(angela.get(PAGE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_invitation_gives_its_role_at_the_first_login_and_can_be_withdrawn() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    let agent = angela.agent_field().await;
    let address = "Denis.Claret@ministere.example.fr";
    app.trail.take();
    let invited = angela
        .submit(
            INVITE,
            &format!("{agent}&email={address}&role=administrator"),
        )
        .await;
    assert!(
        !invited.location().to_lowercase().contains("claret"),
        "{}",
        invited.location()
    );
    let events = app.trail.events();
    assert_eq!(events[0]["event.reason"], "invited_administrator");
    let of_address = AgentHash::of_address("denis.claret@ministere.example.fr");
    assert_eq!(events[0]["user.target.hash"], of_address.as_str());
    let page = page_after(&mut angela, &invited).await;
    for part in [
        "L’invitation est enregistrée.",
        "denis.claret@ministere.example.fr",
        "30\u{a0}jours",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let mut denis = signed_in(&app, "denis.claret@ministere.example.fr").await;
    assert_eq!(denis.get(PAGE).await.status, StatusCode::OK);
    assert!(
        angela
            .get(PAGE)
            .await
            .body
            .contains("Aucune invitation n’est en attente.")
    );

    // A member has a role already; another address can be invited, and the invitation withdrawn, once.
    let member = angela
        .submit(INVITE, &format!("{agent}&email={OLIVIER}&role=member"))
        .await;
    assert!(
        page_after(&mut angela, &member)
            .await
            .contains("est déjà membre")
    );
    angela
        .submit(
            INVITE,
            &format!("{agent}&email=ines.connue@ministere.example.fr&role=member"),
        )
        .await;
    let withdraw = format!("{agent}&email=ines.connue@ministere.example.fr");
    for sentence in [
        "L’invitation est retirée.",
        "Cette invitation n’était plus en attente.",
    ] {
        let withdrawn = angela.submit(WITHDRAW, &withdraw).await;
        let page = page_after(&mut angela, &withdrawn).await;
        assert!(page.contains(sentence), "{sentence} in {page}");
    }
    let mistaken = angela
        .submit(INVITE, &format!("{agent}&email=denis&role=member"))
        .await;
    let page = page_after(&mut angela, &mistaken).await;
    assert!(
        page.contains("aria-invalid=\"true\"") && page.contains("<title>Erreur"),
        "{page}"
    );
}

#[tokio::test]
async fn an_invitation_that_has_expired_is_no_invitation() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    let agent = angela.agent_field().await;
    angela
        .submit(
            INVITE,
            &format!("{agent}&email=denis.claret@ministere.example.fr&role=administrator"),
        )
        .await;
    app.wait(Duration::from_secs(30 * 86_400 + 1));
    let mut angela = signed_in(&app, ANGELA).await;
    assert!(
        angela
            .get(PAGE)
            .await
            .body
            .contains("Aucune invitation n’est en attente.")
    );
    let mut denis = signed_in(&app, "denis.claret@ministere.example.fr").await;
    assert_eq!(
        denis.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
}

#[tokio::test]
async fn an_agent_of_another_organisation_is_as_unknown_as_nobody() {
    let app = TestApp::start().await;
    let [mut angela, mut olivier, _] = organisation(&app).await;
    let mut karim = signed_in(&app, KARIM).await;
    appoint(&app, KARIM).await;
    let id = id_of(&angela.get(PAGE).await, "Olivier POSTEL");
    let nobody = "00000000-0000-4000-8000-000000000000";
    let page = karim.get(PAGE).await.body;
    assert!(
        !page.contains(OLIVIER) && !page.contains(ANGELA) && page.contains(KARIM),
        "{page}"
    );
    app.trail.take();
    for what in ["member", "administrator", "close", "reopen", "end_sessions"] {
        let foreign = change(&mut karim, &id, what).await;
        let unknown = change(&mut karim, nobody, what).await;
        assert_eq!(foreign.location(), unknown.location(), "{what}");
        let page = page_after(&mut karim, &foreign).await;
        assert!(
            page.contains("n’est pas membre de votre organisation"),
            "{page}"
        );
    }
    assert!(app.trail.events().is_empty());
    // The list after that member is as empty as the list after nobody, and the result of a link is not shown.
    for query in [format!("apres={id}"), format!("apres={nobody}")] {
        let page = karim.get(&format!("{PAGE}?{query}")).await.body;
        assert!(!page.contains("<h3>"), "{page}");
    }
    for result in ["role", "sessions-fermees", "acces-rouvert"] {
        let page = karim
            .get(&format!("{PAGE}?resultat={result}&membre={id}"))
            .await
            .body;
        assert!(
            !page.contains("fr-alert") && !page.contains("POSTEL"),
            "{page}"
        );
    }
    assert!(olivier.is_signed_in().await);
    // An invitation of the other organisation stays, and is not told of.
    let of_angela = angela.agent_field().await;
    let address = "denis.claret@ministere.example.fr";
    angela
        .submit(INVITE, &format!("{of_angela}&email={address}&role=member"))
        .await;
    let of_karim = karim.agent_field().await;
    let withdrawn = karim
        .submit(WITHDRAW, &format!("{of_karim}&email={address}"))
        .await;
    assert!(
        page_after(&mut karim, &withdrawn)
            .await
            .contains("n’était plus en attente")
    );
    assert!(angela.get(PAGE).await.body.contains(address));
}

#[tokio::test]
async fn a_visitor_a_member_another_site_and_a_form_of_another_shape_change_nothing() {
    let app = TestApp::start().await;
    let [mut angela, mut olivier, mut lise] = organisation(&app).await;
    let id = id_of(&angela.get(PAGE).await, "Lise LIENARD");
    let forms = [
        (CHANGE, format!("member={id}&change=close")),
        (INVITE, "email=a@b.example.fr&role=administrator".to_owned()),
        (WITHDRAW, "email=a@b.example.fr".to_owned()),
    ];
    app.trail.take();
    for (path, fields) in &forms {
        for browser in [&mut olivier, &mut lise] {
            let form = format!("{}&{fields}", browser.agent_field().await);
            let refused = browser.submit(path, &form).await;
            assert_eq!(
                refused.refusal(),
                "access.membership_role_missing",
                "{path}"
            );
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
        let visitor = app.browser().submit(path, fields).await;
        assert_eq!(visitor.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(visitor.field("return_to"), PAGE);
        let form = format!("{}&{fields}", angela.agent_field().await);
        let elsewhere = [("sec-fetch-site", "cross-site")];
        let foreign = angela.request(Method::POST, path, &elsewhere, &form).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
        let get = angela.get(&format!("{path}?{form}")).await;
        assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let without_agent = angela.submit(path, fields).await;
        assert_eq!(without_agent.refusal(), "request.malformed_form", "{path}");
    }
    for (member, what) in [
        ("", "close"),
        ("x", "close"),
        (&*id, ""),
        (&*id, "Close"),
        (&*id, "owner"),
    ] {
        let refused = change(&mut angela, member, what).await;
        assert_eq!(
            refused.refusal(),
            "request.malformed_form",
            "{member} {what}"
        );
    }
    let names = app.trail.names();
    assert!(
        !names
            .iter()
            .any(|name| name.starts_with("access_closed") || name.starts_with("invited"))
    );
    assert_eq!(
        olivier.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
    assert_eq!(app.browser().get(PAGE).await.status, StatusCode::SEE_OTHER);
    assert!(lise.is_signed_in().await);
}

#[tokio::test]
async fn a_blocked_member_with_an_open_session_is_refused_at_the_next_scoped_request() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    app.execute_in_store("UPDATE memberships SET blocked_at = '2026-11-27T08:00:00+00:00'")
        .await;
    assert_eq!(angela.get(PAGE).await.refusal(), "access.blocked");
}

#[tokio::test]
async fn of_very_many_members_fifty_are_on_a_page() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    app.execute_in_store(
        "INSERT INTO agents (id, sub, name, first_login_at, last_login_at)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
         SELECT randomblob(16), 'sub-' || i, printf('Bis %03d', i / 2), '2026-11-27T08:00:00+00:00',
            '2026-11-27T08:00:00+00:00' FROM n;
         INSERT INTO memberships (agent_id, organisation_id, role, last_login_at)
         SELECT agents.id, organisations.id, 'member', '2026-11-27T08:00:00+00:00' FROM agents, organisations
         WHERE sub LIKE 'sub-%'",
    )
    .await;
    let (mut seen, mut path) = (Vec::new(), PAGE.to_owned());
    for count in [50, 50, 23] {
        let page = angela.get(&path).await.body;
        let names = page.split("<h3><bdi>").skip(1);
        let names: Vec<_> = names
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect();
        assert_eq!(names.len(), count, "{path}");
        seen.extend(names);
        let Some((_, next)) = page.split_once("?apres=") else {
            break;
        };
        path = format!("{PAGE}?apres={}", &next[..36]);
    }
    let mut sorted = seen.clone();
    sorted.sort();
    assert_eq!(seen, sorted);
    assert_eq!(seen.len(), 123);
}

#[tokio::test]
async fn a_store_that_fails_closes_the_access_all_the_same() {
    let app = TestApp::start().await;
    let [mut angela, ..] = organisation(&app).await;
    let id = id_of(&angela.get(PAGE).await, "Olivier POSTEL");
    app.execute_in_store("ALTER TABLE agent_sessions RENAME COLUMN agent_hash TO elsewhere")
        .await;
    let refused = change(&mut angela, &id, "close").await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.refusal(), "session.unavailable");
    assert!(angela.get(PAGE).await.body.contains("Accès fermé</span>"));
    app.execute_in_store("ALTER TABLE memberships RENAME COLUMN role TO elsewhere")
        .await;
    assert_eq!(
        angela.get(PAGE).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}
