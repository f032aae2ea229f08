//! The rules about who may come in: rows of the table, and rules for the whole service.

use super::*;
use crate::web::{AccessRule, RuleKind};

static DOMAIN: AccessRule = AccessRule::new(RuleKind::EmailDomain, &["gouv.fr"]);
static ORGANISATION: AccessRule = AccessRule::new(RuleKind::Organisation, &["130025265"]);
static ROLE: AccessRule = AccessRule::new(RuleKind::Role, &["agent_public_etat"]);
static PROVIDER: AccessRule = AccessRule::new(RuleKind::IdentityProvider, &["fia1v2"]);
static LIST: AccessRule = AccessRule::new(RuleKind::Email, &["a.dubois@gouv.fr"]);

const ROWS: &[(&str, Requirement)] = &[
    ("/domain", Requirement::Rule(&DOMAIN)),
    ("/organisation", Requirement::Rule(&ORGANISATION)),
    ("/role", Requirement::Rule(&ROLE)),
    ("/provider", Requirement::Rule(&PROVIDER)),
    ("/list", Requirement::Rule(&LIST)),
    ("/strong", Requirement::Rule(&DOMAIN)),
    ("/strong", Requirement::SecondFactor),
];

/// Claims that every rule admits.
const ANGELA: &str = "email=a.dubois@gouv.fr&siret=13002526500013&idp_id=fia1v2&roles=agent_public,agent_public_etat";

/// Claims that no rule admits.
const SOPHIE: &str =
    "email=s.martin@octo.example&siret=41816609600069&idp_id=pci&roles=agent_public";

/// The identity with these claims, as a query holds them.
pub(super) fn with_claims(mut identity: Identity, claims: &str) -> Identity {
    for (name, value) in form_urlencoded::parse(claims.as_bytes()) {
        let value = value.into_owned();
        match name.as_ref() {
            "email" => identity.email = Some(value),
            "siret" => identity.siret = Some(value.try_into().unwrap()),
            "idp_id" => identity.idp_id = Some(value),
            _ => identity.roles = Some(value.split(',').map(str::to_owned).collect()),
        }
    }
    identity
}

async fn sign_in_as(site: &Router, acr: &str, claims: &str) -> String {
    sign_in(site, &format!("{acr}?{claims}")).await
}

#[tokio::test]
async fn a_row_of_each_kind_admits_by_its_own_claim_only() {
    let site = site_with(proconnect(), ROWS);
    let angela = sign_in_as(&site, "eidas1", ANGELA).await;
    let sophie = sign_in_as(&site, "eidas1", SOPHIE).await;
    let bare = sign_in(&site, "eidas1").await;
    for (path, claim) in [
        ("/domain", "email=b@gouv.fr"),
        ("/organisation", "siret=13002526500021"),
        ("/role", "roles=agent_public_etat"),
        ("/provider", "idp_id=fia1v2"),
        ("/list", "email=A.Dubois@gouv.fr"),
    ] {
        let by_claim = sign_in_as(&site, "eidas1", &format!("{SOPHIE}&{claim}")).await;
        for method in [Method::GET, Method::HEAD, Method::POST] {
            for admitted in [&angela, &by_claim] {
                let (status, _) = ask(&site, method.clone(), path, admitted).await;
                assert_eq!(status, StatusCode::OK, "{method} {path}");
            }
            for refused in [&sophie, &bare] {
                let (status, headers) = ask(&site, method.clone(), path, refused).await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path}");
                assert_eq!(headers[REFUSAL_HEADER], "access.rule_unmet");
            }
        }
    }
}

#[tokio::test]
async fn a_visitor_of_a_page_with_a_rule_is_sent_to_log_in() {
    let site = site_with(proconnect(), ROWS);
    for (path, _) in &ROWS[..5] {
        let (status, headers) = ask(&site, Method::GET, path, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
        let location = format!("/connexion?return_to=%2F{}", &path[1..]);
        assert_eq!(headers[header::LOCATION], location);
        let (status, headers) = ask(&site, Method::POST, path, "").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(headers.contains_key(header::WWW_AUTHENTICATE), "{path}");
    }
}

/// A second factor is asked only of an agent to whom it opens the page.
#[tokio::test]
async fn a_rule_comes_before_the_second_factor_and_both_are_needed() {
    let site = site_with(proconnect(), ROWS);
    for (acr, claims, get, post) in [
        (
            "eidas1",
            ANGELA,
            StatusCode::SEE_OTHER,
            "request.insufficient_acr",
        ),
        ("eidas1-mfa", ANGELA, StatusCode::OK, ""),
        ("eidas1", SOPHIE, StatusCode::FORBIDDEN, "access.rule_unmet"),
        (
            "eidas1-mfa",
            SOPHIE,
            StatusCode::FORBIDDEN,
            "access.rule_unmet",
        ),
    ] {
        let cookie = sign_in_as(&site, acr, claims).await;
        let (status, _) = ask(&site, Method::GET, "/strong", &cookie).await;
        assert_eq!(status, get, "{acr} {claims}");
        let (_, headers) = ask(&site, Method::POST, "/strong", &cookie).await;
        let refusal = headers.get(REFUSAL_HEADER);
        assert_eq!(refusal.map_or("", |code| code.to_str().unwrap()), post);
    }
}

#[tokio::test]
async fn a_rule_for_the_whole_service_closes_every_route_but_the_public_ones() {
    for rule in [&DOMAIN, &ORGANISATION, &ROLE, &PROVIDER, &LIST] {
        // The first rule admits Sophie: each of them must.
        let open = AccessRule::new(RuleKind::IdentityProvider, &["fia1v2", "pci"]);
        let site = site_with(proconnect().with_entry_rules([open, rule.clone()]), ROWS);
        let angela = sign_in_as(&site, "eidas1-mfa", ANGELA).await;
        let sophie = sign_in_as(&site, "eidas1-mfa", SOPHIE).await;
        for (method, path) in [
            (Method::GET, "/page"),
            (Method::HEAD, "/page"),
            (Method::GET, "/sensitive"),
            (Method::GET, "/public-agents"),
            (Method::POST, "/api/page"),
            (Method::POST, "/api/sensitive"),
        ] {
            let (status, _) = ask(&site, method.clone(), path, &angela).await;
            assert_eq!(status, StatusCode::OK, "{rule:?} {path}");
            let (status, headers) = ask(&site, method, path, &sophie).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{rule:?} {path}");
            assert_eq!(headers[REFUSAL_HEADER], "access.rule_unmet");
        }
        let (status, _) = ask(&site, Method::GET, "/", &sophie).await;
        assert_eq!(status, StatusCode::OK, "{rule:?}");
    }
}
