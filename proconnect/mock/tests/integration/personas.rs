mod email_code;

use mock_proconnect::{Alg, Client};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::browser::Page;
use crate::relying_party::{RelyingParty, STATE};

/// The userinfo claims of a login.
async fn claims_of(party: &RelyingParty, persona: &str) -> Value {
    let tokens = party.tokens_of(persona, &[]).await;
    claims(party, &tokens).await
}

async fn claims(party: &RelyingParty, tokens: &Value) -> Value {
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    party.verify(&page.body, Alg::Rs256).await
}

/// Follows the button of an error page; returns the error for the relying party.
async fn retry(party: &RelyingParty, page: &Page) -> (String, String) {
    assert!(page.body.contains("Réessayer de vous connecter"));
    let start = page.body.find("/api/v2/interaction/").unwrap();
    let link = page.body[start..].split('"').next().unwrap();
    let link = party.absolute(&link.replace("&amp;", "&"));
    let mut response = party.browser.get(&link).await.redirect_parameters();
    assert_eq!(response["state"], STATE);
    let mut take = |name| response.remove(name).unwrap();
    (take("error"), take("error_description"))
}

const TECHNICAL: &str =
    "authentication aborted due to a technical error on the authorization server";
const IDENTITY: &str = "authentication aborted due to invalid identity";
const CONFIGURATION: &str = "authentication aborted due to a configuration limitation";

#[tokio::test]
async fn a8_a_refusal_of_proconnect_is_shown_to_the_agent_then_returned_to_the_relying_party() {
    let party = RelyingParty::new().await;
    for (persona, email, status, code, error, description) in [
        (
            "bloque",
            "bruno.bloque@ministere.example.fr",
            400,
            "Y500024",
            "access_denied",
            IDENTITY,
        ),
        (
            "sans-idp",
            "sam.personne@inconnu.example.fr",
            400,
            "Y500001",
            "server_error",
            TECHNICAL,
        ),
        (
            "identite-invalide",
            "irene.valide@ministere.example.fr",
            400,
            "Y500006",
            "server_error",
            TECHNICAL,
        ),
        (
            "siret-inutilisable",
            "ivan.sansiret@ministere.example.fr",
            500,
            "Y500006",
            "server_error",
            TECHNICAL,
        ),
    ] {
        let expected = (error.to_owned(), description.to_owned());
        let page = party.log_in_as(persona, &[]).await;
        assert_eq!(page.status.as_u16(), status, "{persona}");
        assert_eq!(page.error().0, code);
        assert_eq!(retry(&party, &page).await, expected);
        let page = party.authorize(&[("login_hint", Some(email))]).await;
        assert_eq!(page.error().0, code);
        assert_eq!(retry(&party, &page).await, expected);
    }
}

#[tokio::test]
async fn a_service_of_public_agents_refuses_the_others() {
    let party = RelyingParty::registered_as(Client {
        is_for_public_agents: true,
        ..Client::development()
    })
    .await;
    let page = party.log_in_as("prive", &[]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.error().0, "Y500015");
    let expected = ("access_denied".to_owned(), IDENTITY.to_owned());
    assert_eq!(retry(&party, &page).await, expected);
    let response = party.log_in_as("etat", &[]).await.redirect_parameters();
    assert!(response.contains_key("code"));
}

#[tokio::test]
async fn single_sign_on_refuses_the_same_agents_as_a_login() {
    let public = Client {
        is_for_public_agents: true,
        ..Client::development()
    };
    let party = RelyingParty::registered_as(public).await;
    // The other relying party of this mock accepts every agent.
    let other = "0".repeat(64);
    let page = party
        .log_in_as("prive", &[("client_id", Some(&other))])
        .await;
    assert!(page.redirect_parameters().contains_key("code"));
    let page = party.authorize(&[]).await;
    assert_eq!(page.error().0, "Y500015");
}

#[tokio::test]
async fn a_service_may_be_for_some_domains_only() {
    let party = RelyingParty::registered_as(Client {
        email_domains: vec!["ministere.gouv.fr".into()],
        ..Client::development()
    })
    .await;
    let page = party.log_in_as("territorial", &[]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.error().0, "Y500025");
    let expected = ("access_denied".to_owned(), CONFIGURATION.to_owned());
    assert_eq!(retry(&party, &page).await, expected);
    let response = party.log_in_as("etat", &[]).await.redirect_parameters();
    assert!(response.contains_key("code"));
}

#[tokio::test]
async fn a7_the_list_of_domains_is_compared_in_lower_case_and_before_anything_else() {
    let party = RelyingParty::registered_as(Client {
        email_domains: vec!["ministere.example.fr".into()],
        is_for_public_agents: true,
        ..Client::development()
    })
    .await;
    let page = party.log_in_as("email-casse", &[]).await;
    assert!(page.redirect_parameters().contains_key("code"));
    for (persona, code) in [
        ("prive", "Y500025"),
        ("sans-idp", "Y500001"),
        ("identite-invalide", "Y500006"),
        ("bloque", "Y500024"),
    ] {
        let party = RelyingParty::registered_as(party.client.clone()).await;
        assert_eq!(party.log_in_as(persona, &[]).await.error().0, code);
    }
    let party = RelyingParty::registered_as(Client {
        email_domains: vec!["elsewhere.example.fr".into()],
        ..Client::development()
    })
    .await;
    for persona in ["bloque", "identite-invalide"] {
        assert_eq!(party.log_in_as(persona, &[]).await.error().0, "Y500025");
    }
}

#[tokio::test]
async fn an_agent_of_two_organisations_chooses_one() {
    let party = RelyingParty::new().await;
    let hint = [("siret_hint", Some("41816609600069"))];
    let (address, _) = party.login_page(&hint).await;
    let form = [
        ("persona", "multi-org"),
        ("fault", "token-expires-in-short"),
    ];
    let page = party.browser.post(&address, &form).await;
    let place = |id: &str| {
        page.body
            .find(&format!("value=\"multi-org.{id}\""))
            .unwrap()
    };
    assert!(
        place("entreprise") < place("commune"),
        "the hinted one is first"
    );
    let fault = page.hidden("fault");
    let form = [("persona", "multi-org.commune"), ("fault", &fault)];
    let page = party.browser.post(&address, &form).await;
    let code = page.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    assert_eq!(tokens["expires_in"], 60);
    let claims = claims(&party, &tokens).await;
    assert_eq!(claims["siret"], "21920023500014");
    assert_eq!(claims["email"], "marie.pluriel@collectivite.example.fr");

    // The session keeps the organisation, whatever the hint.
    let code = party.authorize(&hint).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let again = party.verify(&page.body, Alg::Rs256).await;
    assert_eq!(again["siret"], "21920023500014");
}

#[tokio::test]
async fn the_same_human_has_one_sub_per_identity_provider() {
    let mut subjects = Vec::new();
    for choice in ["multi-idp.un", "multi-idp.deux"] {
        let party = RelyingParty::new().await;
        let hint = [("login_hint", Some("paul.doublet@polyfi.example.fr"))];
        let (address, page) = party.login_page(&hint).await;
        assert!(page.body.contains(&format!("value=\"{choice}\"")));
        let page = party.browser.post(&address, &[("persona", choice)]).await;
        let code = page.redirect_parameters()["code"].clone();
        let tokens = party.exchange(&code, &[]).await.json();
        let claims = claims(&party, &tokens).await;
        assert_eq!(claims["email"], "paul.doublet@polyfi.example.fr");
        subjects.push((claims["sub"].clone(), claims["idp_id"].clone()));
    }
    assert_ne!(subjects[0].0, subjects[1].0);
    assert_ne!(subjects[0].1, subjects[1].1);
}

#[tokio::test]
async fn identities_are_as_odd_as_their_descriptions() {
    let mut scopes = Client::development().scopes;
    scopes.extend(["idp_acr", "organizational_unit"].map(String::from));
    let odd = async |persona: &str| {
        let party = RelyingParty::registered_as(Client {
            scopes: scopes.clone(),
            ..Client::development()
        })
        .await;
        claims_of(&party, persona).await
    };
    assert_eq!(odd("sans-prenom").await.get("given_name"), None);
    let nulls = odd("nulls").await;
    assert!(nulls["siren"].is_null() && nulls["organizational_unit"].is_null());
    assert_eq!(nulls.as_object().unwrap().get("siren"), Some(&Value::Null));
    let unicode = odd("nom-unicode").await;
    assert_eq!(unicode["given_name"].as_str().unwrap().chars().count(), 256);
    assert_eq!(
        odd("acr-inconnu").await["idp_acr"],
        "https://exemple.fr/acr/maison"
    );
    assert_eq!(odd("sub-hex64").await["sub"].as_str().unwrap().len(), 64);
    assert_eq!(odd("siret-laposte").await["siret"], "35600000000049");
    let custom = &odd("custom-riche").await["custom"];
    assert_eq!(
        custom["habilitations"][1],
        json!({ "nom": "achats", "niveau": null })
    );
    let rie = odd("rie").await;
    assert_eq!(rie["roles"], json!(["agent_public"]));
    assert_eq!(rie.get("organization_label"), None);
    let hopital = odd("hopital").await;
    assert_eq!(hopital["roles"], json!(["agent_public"]));
    assert!(hopital["organization_label"].is_string());
    let label_null = odd("label-null").await;
    assert_eq!(
        label_null.as_object().unwrap().get("organization_label"),
        Some(&Value::Null)
    );
    assert_eq!(odd("email-change").await["sub"], odd("etat").await["sub"]);
    let (before, after) = (odd("territorial").await, odd("sub-change").await);
    assert_eq!(before["email"], after["email"]);
    assert_ne!(before["sub"], after["sub"]);
}
