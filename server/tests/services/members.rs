//! The members of an organisation, and the commands on agents, on both databases.

use crate::support::{Browser, Site, Store};
use app::{
    accounts::{
        invitations::{self, Invited, Withdrawn},
        members::{self, Change, Changed},
        membership_role::MembershipRole,
        scope::Scope,
    },
    agent::Agent,
    database::Database,
};
use axum::http::StatusCode;
use chrono::Utc;
use serde_json::Value;

const PAGE: &str = "/organisation/membres";
const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
const OLIVIER: &str = "olivier.postel@ministere.example.fr";
const KARIM: &str = "karim.benali@interieur.example.fr";
const DINUM: &str = "13002526500013";
const INTERIEUR: &str = "11000201100044";

in_each!(an_administrator_acts_on_their_own_organisation_alone: sqlite postgres);
in_each!(two_administrators_who_act_on_each_other_do_not_both_succeed: sqlite postgres);
in_each!(the_data_of_an_agent_are_exported_and_erased: sqlite postgres);

async fn signed_in(site: &Site, address: &'static str) -> Browser {
    let mut browser = site.browser();
    browser.agent = address;
    browser.log_in().await;
    browser
}

fn command(site: &Site, arguments: &[&str]) -> String {
    let ended = site.run(&[&["agents"], arguments].concat());
    assert!(ended.status.success(), "{arguments:?}: {ended:?}");
    String::from_utf8(ended.stdout).unwrap()
}

fn appoint(site: &Site, address: &str, siret: &str) {
    command(
        site,
        &[
            "role",
            "--email",
            address,
            "--siret",
            siret,
            "--role",
            "administrator",
        ],
    );
}

/// The scope of the persona of the mock, as a request has it.
async fn scope(site: &Site, database: &Database, persona: &str, siret: &str) -> Scope {
    let agent = Agent {
        sub: site.mock.claim(persona, "sub").unwrap(),
        siret: Some(siret.to_owned()),
        ..Agent::example()
    };
    Scope::of(agent, database.clone()).await.unwrap()
}

async fn an_administrator_acts_on_their_own_organisation_alone(store: Store) {
    let site = Site::new(store).await;
    let _replica = site.alone().await;
    let mut angela = signed_in(&site, ANGELA).await;
    let mut olivier = signed_in(&site, OLIVIER).await;
    let mut karim = signed_in(&site, KARIM).await;
    appoint(&site, ANGELA, DINUM);
    appoint(&site, KARIM, INTERIEUR);
    let page = angela.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.refusal());
    assert!(page.body.contains(OLIVIER) && !page.body.contains(KARIM));
    assert_eq!(
        olivier.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
    let (_, rest) = page.body.split_once("name=\"member\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap().to_owned();
    for what in ["close", "administrator", "end_sessions"] {
        let form = |member: &str, agent: String| format!("{agent}&member={member}&change={what}");
        let agent = agent_field(&mut karim).await;
        let foreign = karim
            .try_post("/api/change_member", &form(&id, agent.clone()))
            .await
            .unwrap();
        let nobody = "00000000-0000-4000-8000-000000000000";
        let unknown = karim
            .try_post("/api/change_member", &form(nobody, agent))
            .await
            .unwrap();
        assert!(
            foreign.location().contains("membre-inconnu"),
            "{}",
            foreign.location()
        );
        assert_eq!(foreign.location(), unknown.location());
    }
    assert!(olivier.is_signed_in().await);
    let agent = agent_field(&mut angela).await;
    let invited = format!("{agent}&email=recrue@ministere.example.fr&role=member");
    angela
        .try_post("/api/invite_member", &invited)
        .await
        .unwrap();
    let form = format!("{agent}&member={id}&change=close");
    let closed = angela.try_post("/api/change_member", &form).await.unwrap();
    let page = angela.get(closed.location()).await;
    assert!(
        page.body.contains("L’accès est fermé pour Olivier POSTEL"),
        "{}",
        page.body
    );
    assert!(page.body.contains("recrue@ministere.example.fr"));
    assert!(!olivier.is_signed_in().await);
    // The page after the last member of the list, and after a member of another organisation.
    for id in [&*id, "00000000-0000-4000-8000-000000000000"] {
        let page = angela.get(&format!("{PAGE}?apres={id}")).await;
        assert!(!page.body.contains("<h3>"), "{}", page.body);
    }
}

async fn agent_field(browser: &mut Browser) -> String {
    let told = browser.post("/api/current_user", "").await;
    let (_, rest) = told.body.split_once("\"digest\":\"").unwrap();
    format!("agent={}", rest.split('"').next().unwrap())
}

async fn two_administrators_who_act_on_each_other_do_not_both_succeed(store: Store) {
    let site = Site::new(store).await;
    let replica = site.alone().await;
    for address in [ANGELA, OLIVIER] {
        signed_in(&site, address).await;
        appoint(&site, address, DINUM);
    }
    drop(replica);
    let database = site.stores().await.database;
    let angela = scope(&site, &database, "etat", DINUM).await;
    let olivier = scope(&site, &database, "otp-mail", DINUM).await;
    let (now, demote) = (Utc::now(), Change::Role(MembershipRole::Member));
    let (first, second) = tokio::join!(
        members::change(&angela, olivier.agent_id(), demote, now),
        members::change(&olivier, angela.agent_id(), demote, now),
    );
    let results = [first.unwrap(), second.unwrap()];
    let refused = results
        .iter()
        .filter(|result| **result == Changed::NoAdministrator);
    assert_eq!(refused.count(), 1, "{results:?}");
    // The scope of a request that began before has no right any more.
    let former = if results[0] == Changed::NoAdministrator {
        &angela
    } else {
        &olivier
    };
    let invited = invitations::invite(former, "a@b.example.fr", MembershipRole::Administrator, now);
    assert_eq!(invited.await.unwrap(), Invited::NoAdministrator);
    let withdrawn = invitations::withdraw(former, "a@b.example.fr")
        .await
        .unwrap();
    assert_eq!(withdrawn, Withdrawn::NoAdministrator);
    // PostgreSQL has no such text: the answer is no outage.
    let unknown = invitations::withdraw(former, "a\0@b.example.fr");
    assert_eq!(unknown.await.unwrap(), Withdrawn::Unknown);
    database.close().await;
}

async fn the_data_of_an_agent_are_exported_and_erased(store: Store) {
    let site = Site::new(store).await;
    let _replica = site.alone().await;
    let mut angela = signed_in(&site, ANGELA).await;
    signed_in(&site, KARIM).await;
    appoint(&site, ANGELA, DINUM);
    let invite = [
        "invite", "--email", ANGELA, "--siret", INTERIEUR, "--role", "member",
    ];
    command(&site, &invite);
    let exported: Value =
        serde_json::from_str(&command(&site, &["export", "--email", ANGELA])).unwrap();
    let row = |name: &str| exported[name][0].clone();
    assert_eq!(row("agents")["email"], ANGELA);
    assert!(
        row("agents")["first_login_at"]
            .as_str()
            .unwrap()
            .ends_with('Z'),
        "{exported}"
    );
    assert_eq!(row("memberships")["role"], "administrator");
    assert_eq!(row("memberships")["blocked_at"], Value::Null);
    assert_eq!(row("invitations")["siret"], INTERIEUR);
    assert_eq!(row("access_decisions")["verdict"], "first_login");
    assert_eq!(exported["sessions"].as_array().unwrap().len(), 1);
    let erased: Value =
        serde_json::from_str(&command(&site, &["forget", "--email", ANGELA, "--json"])).unwrap();
    assert_eq!(erased["deleted"]["agents"], 1, "{erased}");
    assert_eq!(erased["deleted"]["invitations"], 1, "{erased}");
    assert_eq!(erased["sessions_ended"], 1);
    assert_eq!(erased["without_administrator"][0], DINUM);
    assert!(!angela.is_signed_in().await);
    let left = command(&site, &["list", "--json"]);
    assert!(!left.contains(ANGELA) && left.contains(KARIM), "{left}");
}
