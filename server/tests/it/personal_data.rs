//! The data that the service keeps about an agent: their export and their erasure.

use crate::agents_command::{ANGELA, SIRET, agents, done, signed_in, start};
use serde_json::Value;

const KARIM: &str = "karim.benali@interieur.example.fr";

#[tokio::test]
async fn the_export_holds_everything_that_is_kept_of_the_agent_and_of_no_other() {
    let app = start().await;
    let _angela = signed_in(&app, ANGELA).await;
    signed_in(&app, KARIM).await;
    done(
        &app,
        &[
            "invite",
            "--email",
            ANGELA,
            "--siret",
            "11000201100044",
            "--role",
            "member",
        ],
    )
    .await;
    let (text, events) = done(
        &app,
        &["export", "--email", "Angela.Dubois@ministere.gouv.fr"],
    )
    .await;
    assert_eq!(events[0]["event.reason"], "exported");
    assert!(
        !text.contains("karim") && !text.contains("BENALI"),
        "{text}"
    );
    let exported: Value = serde_json::from_str(&text).unwrap();
    let sub = app.mock.claim("etat", "sub").unwrap();
    let rows = |name: &str| exported[name].as_array().unwrap().clone();
    assert_eq!(rows("agents")[0]["sub"], sub.as_str());
    assert_eq!(rows("agents")[0]["email"], ANGELA);
    assert_eq!(rows("agents")[0]["name"], "Angela Claire Louise DUBOIS");
    assert!(
        rows("agents")[0]["last_login_at"]
            .as_str()
            .unwrap()
            .ends_with('Z'),
        "{text}"
    );
    assert_eq!(rows("memberships")[0]["siret"], SIRET);
    assert_eq!(rows("memberships")[0]["blocked_at"], Value::Null);
    assert_eq!(rows("invitations")[0]["siret"], "11000201100044");
    assert_eq!(rows("access_decisions")[0]["verdict"], "first_login");
    assert_eq!(rows("sessions").len(), 1);
    let (by_sub, _) = done(&app, &["export", "--sub", &sub]).await;
    assert_eq!(by_sub, text);
}

#[tokio::test]
async fn an_erased_agent_leaves_no_trace_but_the_trail_and_may_come_back_as_another() {
    let app = start().await;
    let mut angela = signed_in(&app, ANGELA).await;
    let mut karim = signed_in(&app, KARIM).await;
    let sub = app.mock.claim("etat", "sub").unwrap();
    done(
        &app,
        &[
            "role",
            "--sub",
            &sub,
            "--siret",
            SIRET,
            "--role",
            "administrator",
        ],
    )
    .await;
    let (text, events) = done(&app, &["forget", "--email", ANGELA]).await;
    for part in [
        "Sessions fermées\u{a0}: 1",
        "Lignes effacées, agents\u{a0}: 1",
        "Lignes effacées, memberships\u{a0}: 1",
        "Lignes effacées, access_decisions\u{a0}: 1",
        "piste d’audit",
        "sauvegardes",
        "nouveau compte",
        "plus personne n’administre 13002526500013",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let reasons: Vec<_> = events
        .iter()
        .map(|event| event["event.reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["operator", "forgotten"]);
    assert!(!angela.is_signed_in().await);
    assert!(karim.is_signed_in().await);
    let (list, _) = done(&app, &["list", "--json"]).await;
    assert!(!list.contains(&sub) && list.contains(KARIM), "{list}");
    let unknown = agents(&app, &["export", "--sub", &sub]).await;
    assert_eq!(unknown.status.code(), Some(1));
    // No table holds the agent any more.
    let tables = sqlx::SqlitePool::connect(&format!("sqlite:{}", app.store_path().display()))
        .await
        .unwrap();
    for (table, column) in [
        ("agents", "sub"),
        ("access_decisions", "agent_hash"),
        ("invitations", "email_key"),
    ] {
        let values: Vec<String> = sqlx::query_scalar(&format!("SELECT {column} FROM {table}"))
            .fetch_all(&tables)
            .await
            .unwrap();
        assert!(
            !values
                .iter()
                .any(|value| value.contains(&sub) || value.contains("angela")),
            "{values:?}"
        );
    }
    tables.close().await;
    let mut again = signed_in(&app, ANGELA).await;
    assert_eq!(
        again.get("/organisation/membres").await.refusal(),
        "access.membership_role_missing"
    );
    let (json, _) = done(&app, &["forget", "--sub", &sub, "--json"]).await;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["deleted"]["agents"], 1, "{json}");
    assert_eq!(json["without_administrator"].as_array().unwrap().len(), 0);
}
