use super::{agent, page};
use app::agent::Agent;

async fn account(agent: Agent) -> String {
    page("/mon-compte", Some(agent)).await.html
}

/// The page without the details for support.
fn words(html: &str) -> &str {
    let main = html.split("<main").nth(1).unwrap();
    main.split("Détails pour l’assistance").next().unwrap()
}

#[tokio::test]
async fn the_account_is_in_words_and_the_technical_values_are_folded_away() {
    let agent = Agent {
        acr: Some("eidas1-mfa".into()),
        idp_id: Some("71144ab3-ee1a".into()),
        has_second_factor: true,
        ..agent()
    };
    let html = account(agent).await;
    for shown in [
        "<bdi>Agent public de l’État</bdi>",
        "<dt>Prénoms</dt>",
        "<dt>Double authentification</dt><dd><bdi>oui</bdi>",
        "<bdi>Identité présumée, double authentification faible</bdi>",
        "heure de Paris",
    ] {
        assert!(words(&html).contains(shown), "{shown} in {html}");
    }
    for technical in ["agent_public", "71144ab3-ee1a", "eidas1"] {
        assert!(!words(&html).contains(technical), "{technical} in {html}");
        assert!(html.contains(technical), "{technical} in {html}");
    }
    let details = html
        .split("<details")
        .find(|part| part.contains("Détails pour l’assistance"));
    let details = details.unwrap();
    for value in [
        "idp_id\u{a0}: 71144ab3-ee1a\n",
        "acr\u{a0}: eidas1-mfa\n",
        "roles\u{a0}: [agent_public, agent_public_etat]\n",
        "Référence\u{a0}: abc123\n",
    ] {
        assert!(details.contains(value), "{value} in {details}");
    }
}

#[tokio::test]
async fn an_unknown_role_and_an_unknown_level_are_shown_as_received() {
    let agent = Agent {
        roles: vec!["agent_secret".into()],
        acr: Some("eidas9".into()),
        ..agent()
    };
    let html = account(agent).await;
    for shown in ["<bdi>agent_secret</bdi>", "<bdi>eidas9</bdi>"] {
        assert!(words(&html).contains(shown), "{shown} in {html}");
    }
}

#[tokio::test]
async fn an_absent_value_agrees_with_its_name() {
    let agent = Agent {
        given_name: None,
        email: None,
        organization_label: Some(" ".into()),
        roles: Vec::new(),
        roles_known: false,
        ..agent()
    };
    let html = account(agent).await;
    for (name, absent) in [
        ("Prénoms", "non communiqués"),
        ("Adresse électronique", "non communiquée"),
        ("Organisation", "non communiquée"),
        ("Rôles", "non communiqués"),
    ] {
        let shown = format!("<dt>{name}</dt><dd><span class=\"app-absent\">{absent}</span>");
        assert!(html.contains(&shown), "{shown} in {html}");
    }
}

#[tokio::test]
async fn a_siret_that_cannot_exist_is_marked() {
    let warning = "Ce numéro n’est pas valide";
    assert!(!account(agent()).await.contains(warning));
    for siret in ["12345678901234", "1234"] {
        let agent = Agent {
            siret: Some(siret.into()),
            ..agent()
        };
        assert!(account(agent).await.contains(warning), "{siret}");
    }
}

#[tokio::test]
async fn an_agent_can_change_account_and_report_a_mistake_from_the_account() {
    let html = account(agent()).await;
    for part in [
        "name=\"login_hint\"",
        "name=\"return_to\" value=\"/mon-compte\"",
        "href=\"mailto:",
        "subject=Une%20information%20me%20concernant%20est%20fausse",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn an_agent_is_greeted_by_one_first_name_and_the_name_is_there_as_received() {
    let agent = Agent {
        name: "Angela Claire Louise DUBOIS".into(),
        given_name: Some("Angela Claire Louise".into()),
        usual_name: Some("DUBOIS".into()),
        ..agent()
    };
    let html = page("/", Some(agent)).await.html;
    let main = html.split("<main").nth(1).unwrap();
    assert!(
        main.contains("Bonjour <bdi>Angela Dubois</bdi></h1>"),
        "{main}"
    );
    assert!(
        main.contains("<bdi>Angela Claire Louise DUBOIS</bdi>"),
        "{main}"
    );
}
