use mock_proconnect::{Alg, Client, MARKER};
use reqwest::StatusCode;
use serde_json::json;

use crate::browser::Browser;
use crate::relying_party::{NONCE, REDIRECT_URI, RelyingParty, STATE, members};

#[tokio::test]
async fn the_whole_journey_with_every_algorithm() {
    for id_token_alg in [Alg::Rs256, Alg::Es256, Alg::Hs256] {
        for userinfo_alg in [Some(Alg::Rs256), Some(Alg::Es256), Some(Alg::Hs256), None] {
            let party = RelyingParty::with_algs(id_token_alg, userinfo_alg).await;

            let page = party.log_in_as("etat", &[]).await;
            assert!(
                page.location()
                    .starts_with(&format!("{REDIRECT_URI}?code="))
            );
            let response = page.redirect_parameters();
            assert_eq!(response["code"].len(), 43);
            assert_eq!(response["state"], STATE);
            assert_eq!(response["iss"], party.mock.issuer());
            assert_eq!(response.len(), 3);

            let page = party.exchange(&response["code"], &[]).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(
                page.header("content-type"),
                "application/json; charset=utf-8"
            );
            assert_eq!(page.header("cache-control"), "no-store");
            let tokens = page.json();

            let id_token = tokens["id_token"].as_str().unwrap();
            let claims = party.verify(id_token, id_token_alg).await;
            assert_eq!(
                members(&claims),
                [
                    "at_hash",
                    "aud",
                    "auth_time",
                    "exp",
                    "iat",
                    "iss",
                    "nonce",
                    "sub"
                ]
            );
            assert_eq!(claims["nonce"], NONCE);
            assert_eq!(claims["aud"], party.client.client_id);

            let page = party
                .userinfo(tokens["access_token"].as_str().unwrap())
                .await;
            assert_eq!(page.status, StatusCode::OK);
            let content_type = page.header("content-type");
            let userinfo = if let Some(alg) = userinfo_alg {
                assert_eq!(content_type, "application/jwt; charset=utf-8");
                party.verify(&page.body, alg).await
            } else {
                assert_eq!(content_type, "application/json; charset=utf-8");
                page.json()
            };
            assert_eq!(userinfo["sub"], claims["sub"]);
            assert_eq!(userinfo["email"], "angela.dubois@ministere.gouv.fr");
            assert_eq!(userinfo["siret"], "13002526500013");
            assert_eq!(
                userinfo["roles"],
                json!(["agent_public", "agent_public_etat"])
            );
            assert_eq!(userinfo.get("aud").is_some(), userinfo_alg.is_some());
        }
    }
}

#[tokio::test]
async fn the_login_page_is_marked_as_a_mock_and_offers_every_persona() {
    let party = RelyingParty::registered_as(Client {
        name: "Démarches <b>& Cie</b>".into(),
        ..Client::development()
    })
    .await;
    let (_, page) = party.login_page(&[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body
            .contains("ProConnect simulé — aucune donnée réelle")
    );
    assert!(page.body.contains(MARKER));
    assert!(
        page.body
            .contains("<h1>Se connecter à Démarches &lt;b&gt;&amp; Cie&lt;/b&gt;</h1>")
    );
    for persona in [
        "etat",
        "territorial",
        "prive",
        "sans-label",
        "noms-hostiles",
        "mfa-fort",
        "carte-agent",
        "otp-mail",
        "eidas0",
        "acr-inconnu",
        "dirigeant",
        "eidas1-mfa",
        "eidas0-mfa",
        "mfa-sur-demande",
        "lien-courriel",
        "sans-amr",
        "multi-org",
        "multi-idp",
        "pci-migre",
        "sans-prenom",
        "sans-telephone",
        "tel-invalide",
        "sans-siret-defaut",
        "nulls",
        "nom-unicode",
        "email-casse",
        "email-change",
        "sub-change",
        "sub-hex64",
        "siret-laposte",
        "custom-riche",
        "rie",
        "label-null",
        "hopital",
        "bloque",
        "sans-idp",
        "identite-invalide",
        "siret-inutilisable",
    ] {
        let button = format!("name=\"persona\" value=\"{persona}\"");
        assert!(page.body.contains(&button), "{persona}");
    }
    assert!(page.body.contains("Angela Claire Louise DUBOIS"));
}

#[tokio::test]
async fn the_common_agents_come_first_then_the_folded_ones_the_faults_and_refusing() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[]).await;
    let place = |text: &str| page.body.find(text).expect(text);
    let personas = |body: &str| body.matches("name=\"persona\"").count();
    let reached_by_tab = ["<a ", "<button", "<input", "<summary"];
    let first = reached_by_tab.into_iter().map(place).min();
    let angela = "<button type=\"submit\" name=\"persona\" value=\"etat\"";
    assert_eq!(first, Some(place(angela)), "for the first Tab");
    assert!(place("value=\"siret-inutilisable\"") < place("id=\"pannes\""));
    assert!(place("value=\"logout-stranded\"") < place(">Refuser</a>"));
    assert!(place("ProConnect n’a pas ce bouton") < place(">Refuser</a>"));

    let (in_sight, _) = page.body.split_once("<details>").unwrap();
    assert_eq!(personas(in_sight), 5);
    for persona in ["etat", "territorial", "prive", "otp-mail", "mfa-fort"] {
        assert!(
            in_sight.contains(&format!("value=\"{persona}\"")),
            "{persona}"
        );
    }
    let (agents, faults) = page.body.split_once("id=\"pannes\"").unwrap();
    assert_eq!(agents.matches("<details>").count(), 6, "groups of agents");
    assert_eq!(faults.matches("<details>").count(), 9, "groups of faults");
    for title in ["Clés publiques (26)", "Retour à l’application (32)"] {
        assert!(faults.contains(&format!("<summary>{title}</summary>")));
    }

    // A provider whose agents are all of one group: nothing to unfold.
    let hint = [("idp_hint", Some("fia3v2"))];
    let (_, page) = party.login_page(&hint).await;
    assert_eq!(personas(&page.body), 2);
}

#[tokio::test]
async fn a_search_on_the_login_page_leaves_the_faults_that_it_finds() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let page = party
        .browser
        .get(&format!("{address}?recherche=bloque"))
        .await;
    assert_eq!(page.body.matches("name=\"persona\"").count(), 38);
    let (_, faults) = page.body.split_once("id=\"pannes\" open").unwrap();
    let none = "name=\"fault\" form=\"login\" value=\"\" checked";
    assert!(faults.contains(none));
    assert_eq!(faults.matches("name=\"fault\"").count(), 2);
    let form = [("persona", "etat"), ("fault", "login-blocked")];
    let page = party.browser.post(&address, &form).await;
    assert_eq!(page.error().0, "Y500024");
}

#[tokio::test]
async fn hostile_names_stay_text_and_no_script_is_allowed_inline() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[]).await;
    assert!(!page.body.contains("<script"));
    assert!(
        page.body
            .contains("&lt;script&gt;alert('prénom')&lt;/script&gt;")
    );
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("form-action"));

    let tokens = party.tokens_of("noms-hostiles", &[]).await;
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let userinfo = party.verify(&page.body, Alg::Rs256).await;
    let given_name = userinfo["given_name"].as_str().unwrap();
    assert!(given_name.contains("<script>alert('prénom')</script>"));
    assert!(
        userinfo["usual_name"]
            .as_str()
            .unwrap()
            .contains('\u{202e}')
    );
}

#[tokio::test]
async fn an_agent_who_refuses_sends_the_browser_back_with_access_denied() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[]).await;
    let link = page
        .body
        .split("href=\"")
        .find(|part| part.contains("/error?"))
        .unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let page = party.browser.get(&party.absolute(&link)).await;
    assert!(page.location().starts_with(REDIRECT_URI));
    assert!(
        page.location()
            .contains("error_description=user%20authentication%20aborted")
    );
    let response = page.redirect_parameters();
    assert_eq!(response["error"], "access_denied");
    assert_eq!(response["error_description"], "user authentication aborted");
    assert_eq!(response["state"], STATE);
    assert_eq!(response["iss"], party.mock.issuer());
    assert_eq!(response.len(), 4);
}

#[tokio::test]
async fn an_error_link_without_parameters_is_a_server_error() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let page = party.browser.get(&format!("{address}/error")).await;
    let response = page.redirect_parameters();
    assert_eq!(response["error"], "server_error");
    assert_eq!(
        response["error_description"],
        "An unexpected error occurred"
    );
}

#[tokio::test]
async fn a_login_belongs_to_the_browser_that_began_it_for_an_hour() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;

    let stranger = Browser::new();
    let page = stranger.post(&address, &[("persona", "etat")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.error().0, "oidc-provider-error:session-not-found");

    let page = party.browser.post(&address, &[("persona", "nobody")]).await;
    assert_eq!(page.error().0, "Y000400");

    party
        .mock
        .advance_clock(std::time::Duration::from_secs(60 * 60));
    let page = party.browser.post(&address, &[("persona", "etat")]).await;
    assert_eq!(page.error().0, "oidc-provider-error:session-not-found");
}

#[tokio::test]
async fn a_login_ends_once() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let persona = [("persona", "etat")];
    let page = party.browser.post(&address, &persona).await;
    assert!(page.redirect_parameters().contains_key("code"));
    let page = party.browser.post(&address, &persona).await;
    assert_eq!(page.error().0, "oidc-provider-error:session-not-found");
}

#[tokio::test]
async fn a_login_hint_with_the_email_of_a_persona_skips_the_page() {
    let party = RelyingParty::new().await;
    let hint = [("login_hint", Some("jean.terrien@commune.example.fr"))];
    let code = party.authorize(&hint).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let userinfo = party.verify(&page.body, Alg::Rs256).await;
    assert_eq!(userinfo["email"], "jean.terrien@commune.example.fr");
    assert_eq!(userinfo["uid"], "1412");
    assert_eq!(userinfo["idp_id"], "71144ab3-ee1a-4401-b7b3-79b44f7daeeb");
    assert_eq!(userinfo.get("phone_number"), None);

    let unknown = [("login_hint", Some("nobody@example.fr"))];
    let (_, page) = party.login_page(&unknown).await;
    assert!(page.body.contains("<h1>Se connecter à"));
}

#[tokio::test]
async fn an_idp_hint_leaves_the_agents_of_that_provider() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[("idp_hint", Some("fia3v2"))]).await;
    assert!(page.body.contains("value=\"mfa-fort\""));
    assert!(!page.body.contains("value=\"etat\""));
}
