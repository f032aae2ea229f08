//! « Demandes », with the data of a database of the tests.

use super::{Answer, agent, options, read, request, scoped::scope_as};
use app::{
    accounts::scope::Scope,
    agent::Agent,
    pages::PAGES,
    render_page,
    service_requests::{
        model::{Fields, State, parse},
        queries,
    },
};
use http::StatusCode;

/// An administrator of an organisation of the test's own.
async fn administrator(siret: &str) -> Scope {
    let agent = Agent {
        sub: format!("administrator of {siret}"),
        name: "Zoé <b>O’Neil</b>".to_owned(),
        siret: Some(siret.to_owned()),
        ..agent()
    };
    scope_as(agent, "administrator").await
}

async fn file(scope: &Scope, subject: &str) -> String {
    let fields = Fields {
        subject: subject.to_owned(),
        siret: "13002526500013".to_owned(),
        description: "Ligne 1 <i>\nligne 2".to_owned(),
    };
    let at = "2026-11-27T11:41:00Z".parse().unwrap();
    let id = queries::file(scope, &parse(&fields).unwrap(), at).await;
    id.unwrap().to_string()
}

async fn show(path: &str, row: &str, scope: &Scope) -> Answer {
    let row = PAGES.iter().find(|page| page.path == row).unwrap();
    let mut request = request(path, "", Some(scope.agent().clone()));
    request.extensions_mut().insert(scope.clone());
    read(render_page(|| (), options(), row, request).await).await
}

/// The page of a request that is open to a decision.
pub async fn example() -> String {
    let scope = administrator("00000000000001").await;
    let id = file(&scope, "Un objet").await;
    show(&format!("/demandes/{id}"), "/demandes/{id}", &scope)
        .await
        .html
}

#[tokio::test]
async fn the_list_has_other_words_for_no_request_at_all_and_for_nothing_found() {
    let scope = administrator("00000000000002").await;
    let list = async |query: &str| {
        show(&format!("/demandes{query}"), "/demandes", &scope)
            .await
            .html
    };
    let none = list("").await;
    assert!(
        none.contains("Votre organisation n’a pas encore déposé de demande."),
        "{none}"
    );
    assert!(
        !none.contains("<table") && !none.contains("export.csv"),
        "{none}"
    );
    assert!(none.contains("href=\"/demandes/nouvelle\""), "{none}");
    file(&scope, "<b>Objet</b>").await;
    for query in ["?recherche=z", "?etat=accepted"] {
        let nothing = list(query).await;
        assert!(
            nothing.contains("Aucune demande ne correspond à ce filtre."),
            "{nothing}"
        );
        assert!(
            nothing.contains("Afficher toutes les demandes"),
            "{nothing}"
        );
    }
    let found = list("?recherche=%3CB&etat=pending").await;
    for part in [
        "<caption>Demandes, par ordre alphabétique de l’objet</caption>",
        "<bdi>&lt;b&gt;Objet&lt;/b&gt;</bdi>",
        "<bdi>Zoé &lt;b&gt;O’Neil&lt;/b&gt;</bdi>",
        "27\u{a0}novembre\u{a0}2026 à 12\u{a0}h\u{a0}41 (heure de Paris)",
        "<option value=\"pending\" selected>En attente</option>",
        "value=\"&lt;B\"",
        "href=\"/demandes/export.csv?recherche=%3CB&amp;etat=pending\"",
        "<label for=\"recherche\"",
        "<label for=\"etat\"",
        "role=\"search\"",
    ] {
        assert!(found.contains(part), "{part} in {found}");
    }
}

#[tokio::test]
async fn a_request_shows_its_history_and_escapes_the_texts_of_agents() {
    let scope = administrator("00000000000003").await;
    let id = file(&scope, "Objet <i>").await;
    let path = format!("/demandes/{id}");
    let page = show(&path, "/demandes/{id}", &scope).await.html;
    for part in [
        "<title>Demande «\u{a0}Objet &lt;i>\u{a0}»",
        "Ligne 1 &lt;i&gt;\nligne 2</bdi>",
        "<label for=\"reason\"",
        "name=\"verdict\"",
        "aria-describedby=\"reason-message\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let decision = (State::Refused, Some("Non <b>."));
    let at = "2026-11-27T11:42:00Z".parse().unwrap();
    assert!(
        queries::decide(&scope, (id.parse().unwrap(), 1), decision, at)
            .await
            .unwrap()
    );
    let page = show(&path, "/demandes/{id}", &scope).await.html;
    assert!(page.contains("Non &lt;b&gt;."), "{page}");
    assert!(!page.contains("name=\"verdict\""), "{page}");
    let unknown = show("/demandes/x", "/demandes/{id}", &scope).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_is_judged_before_something_was_sent_and_the_establishment_is_that_of_the_session()
{
    let scope = administrator("21920023500014").await;
    let html = show("/demandes/nouvelle", "/demandes/nouvelle", &scope)
        .await
        .html;
    let main = html.split("<main").nth(1).unwrap();
    for part in [
        "action=\"/api/file_service_request\"",
        " novalidate",
        "value=\"219\u{a0}200\u{a0}235\u{a0}00014\"",
        "<label for=\"description\"",
        "aria-describedby=\"description-message\"",
        "id=\"description-message\" aria-live=\"polite\"",
    ] {
        assert!(main.contains(part), "{part} in {main}");
    }
    assert!(
        !main.contains("aria-invalid") && !main.contains("fr-alert"),
        "{main}"
    );
    assert!(!main.contains(" autofocus"), "{main}");
}
