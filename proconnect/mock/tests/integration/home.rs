mod planning;

use mock_proconnect::{Client, Fault};

use crate::browser::Page;
use crate::relying_party::RelyingParty;

async fn home(party: &RelyingParty, query: &[(&str, &str)]) -> Page {
    let home = party.absolute("/");
    let url = url::Url::parse_with_params(&home, query).unwrap();
    party.browser.get(url.as_str()).await
}

/// The names of the faults that the page can plan.
fn faults(page: &Page) -> Vec<&str> {
    let buttons = page.body.split("name=\"fault\" value=\"").skip(1);
    buttons.filter_map(|rest| rest.split('"').next()).collect()
}

/// The headings of the groups, without their counts.
fn groups(page: &Page) -> Vec<&str> {
    let titles = page.body.split("<summary>").skip(1);
    titles.filter_map(|rest| rest.split(" (").next()).collect()
}

#[tokio::test]
async fn the_home_page_shows_every_agent_and_every_fault_under_french_titles() {
    let party = RelyingParty::new().await;
    let page = home(&party, &[]).await;
    assert_eq!(page.body.matches("<h1>").count(), 1);
    assert!(
        page.body
            .contains("ProConnect simulé — aucune donnée réelle")
    );

    let (_, login) = party.login_page(&[]).await;
    let ids = login.body.split("name=\"persona\" value=\"").skip(1);
    let ids: Vec<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 38);
    for id in ids {
        assert!(page.body.contains(&format!("<code>{id}</code>")), "{id}");
    }
    for shown in [
        "Angela Claire Louise DUBOIS",
        "Octo-technology, SIRET 41816609600069",
        "sophie.martin@octo.example.com",
        "aucun rôle",
        "agent_public, agent_public_territorial",
        "double (eidas2)",
        "Commune de clamart - Mairie\u{a0}; Octo-technology",
    ] {
        assert!(page.body.contains(shown), "{shown}");
    }

    let names: Vec<String> = Fault::all().into_iter().map(String::from).collect();
    assert_eq!(faults(&page), names);
    let groups = groups(&page);
    for title in [
        "Clés publiques",
        "Retour à l’application",
        "Valeurs inattendues",
    ] {
        assert!(groups.contains(&title), "{title}");
    }
    assert_eq!(groups.len(), 7 + 9, "{groups:?}");
}

#[tokio::test]
async fn the_settings_of_a_service_can_be_copied_without_its_secret() {
    let party = RelyingParty::registered_as(Client {
        name: "Démarches <b>".into(),
        userinfo_signed_response_alg: None,
        is_for_public_agents: true,
        ..Client::development()
    })
    .await;
    let page = home(&party, &[]).await;
    for line in [
        format!("PROCONNECT_DOMAIN={}\n", party.mock.issuer()),
        format!("PROCONNECT_CLIENT_ID={}\n", party.client.client_id),
        format!(
            "PROCONNECT_REDIRECT_URI={}\n",
            party.client.redirect_uris[0]
        ),
        "PROCONNECT_SCOPES=&quot;openid given_name usual_name ".into(),
        "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG=RS256\n".into(),
        "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG=none\n".into(),
        "PROCONNECT_CLIENT_SECRET=\n".into(),
    ] {
        assert!(page.body.contains(&line), "{line}");
    }
    assert!(!page.body.contains(&party.client.client_secret));
    assert!(
        page.body
            .contains("href=\"http://localhost:3000\">Ouvrir le service</a>")
    );
    assert!(page.body.contains("agents du secteur public"));
    assert!(page.body.contains("Démarches &lt;b&gt;"));
}

#[tokio::test]
async fn the_command_that_attacks_a_service_can_be_copied_without_its_secret() {
    let party = RelyingParty::new().await;
    let page = home(&party, &[]).await;
    let port = url::Url::parse(party.mock.issuer())
        .unwrap()
        .port()
        .unwrap();
    let command = format!(
        "mock-proconnect audit --start http://localhost:3000/ \\\n  --address 127.0.0.1:{port}</code>"
    );
    assert!(page.body.contains(&command), "{command}");
    for file in ["README.fr.md", "docs/use-it-with.fr.md"] {
        assert!(page.body.contains(&format!("proconnect/mock/{file}")));
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        assert!(path.is_file(), "{file}");
    }

    let party = RelyingParty::registered_as(Client {
        client_id: "mine".into(),
        redirect_uris: vec!["http://localhost:8000/callback".into()],
        ..Client::development()
    })
    .await;
    let page = home(&party, &[]).await;
    for part in [
        "audit --start http://localhost:8000/ ",
        "\n  --client-id mine \\\n  --client-secret … \\\n",
        "\n  --redirect-uri http://localhost:8000/callback</code>",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(!page.body.contains(&party.client.client_secret));
}

#[tokio::test]
async fn a_search_leaves_the_agents_and_the_faults_that_it_finds() {
    let party = RelyingParty::new().await;
    let search = async |typed: &str| home(&party, &[("recherche", typed)]).await;

    let page = search("CLES publiques symétrique").await;
    assert_eq!(faults(&page), ["jwks-symmetric-key"]);
    assert_eq!(groups(&page), ["Clés publiques"]);
    assert_eq!(page.body.matches("<details open>").count(), 1, "unfolded");
    assert!(page.body.contains("Aucune personne ne correspond"));
    assert!(page.body.contains("value=\"CLES publiques symétrique\""));

    let page = search("sophie aucun rôle").await;
    assert!(page.body.contains("<code>prive</code>"));
    assert!(!page.body.contains("<code>etat</code>"));
    assert_eq!(faults(&page), [""; 0]);
    assert!(page.body.contains("Aucune panne ne correspond"));

    let page = search("\"><script>alert(1)</script>").await;
    assert!(!page.body.contains("<script"));
    let page = search(" ").await;
    assert_eq!(faults(&page).len(), Fault::all().len());
}
