//! H-36 to H-42: keys that change, and keys that are unavailable.

use crate::{
    answer::Answer,
    issuer::{Endpoint, Issuer},
    key::Key,
    row::Row,
    world::{HASTY, SIGNED_IN, World},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use proconnect::{
    AuthenticatedLogin, AuthorizationResponse, Deadlines, LoginOptions,
    error::Refusal,
    testing::provider::{FRESH, KEYS_PAUSE, STALE},
};
use serde_json::json;
use std::collections::HashMap;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{self, Error},
};

const UNKNOWN_KEY: &str = "id_token.unknown_key";

pub fn rows() -> Vec<Row> {
    vec![
        rotation_before_signing(),
        rotation_between_logins(),
        old_key_removed(),
        flood(),
        keys_down(),
        keys_down_too_long(),
        store_down(),
    ]
}

/// Replaces the issuer's only key, and returns the former one.
fn rotate(issuer: &Issuer) -> Key {
    let mut old = Key::new("2027");
    issuer.change(|script| {
        std::mem::swap(&mut script.key, &mut old);
        script.keys = vec![script.key.jwk()];
    });
    old
}

fn break_keys(issuer: &Issuer, answer: Answer) {
    issuer.change(|script| script.faults = vec![(Endpoint::Jwks, answer)]);
}

fn rotation_before_signing() -> Row {
    Row::new(
        "H-36",
        "The issuer changes its key while the agent logs in there",
    )
    .case("one login", &[SIGNED_IN], async {
        let world = World::new().await;
        let begun = world.begin().await.ok().unwrap();
        rotate(&world.issuer);
        let verdict = world.finish(begun).await;
        assert_eq!(world.issuer.asked(Endpoint::Jwks), 2);
        assert_eq!(world.issuer.asked(Endpoint::Token), 1);
        vec![verdict]
    })
}

fn rotation_between_logins() -> Row {
    Row::new("H-37", "The issuer changes its key between two logins").case(
        "two logins, then another",
        &[SIGNED_IN; 3],
        async {
            let world = World::new().await;
            let mut verdicts = vec![world.log_in().await];
            rotate(&world.issuer);
            verdicts.push(world.log_in().await);
            verdicts.push(world.log_in().await);
            assert_eq!(world.issuer.asked(Endpoint::Jwks), 2);
            verdicts
        },
    )
}

fn old_key_removed() -> Row {
    Row::new("H-38", "The old key is gone while logins are under way that it signs")
        .note("It verifies for as long as the set is kept that held it: ten minutes, or until a new one is met")
        .case("before and after the renewal", &[SIGNED_IN, SIGNED_IN, UNKNOWN_KEY], async {
            let world = World::new().await;
            let sooner = world.begin().await.ok().unwrap();
            let later = world.begin().await.ok().unwrap();
            let old = rotate(&world.issuer);
            let new = world.signing_with(&old);
            let mut verdicts = vec![world.finish(sooner).await];
            world.signing_with(&new);
            world.wait(KEYS_PAUSE);
            verdicts.push(world.log_in().await);
            world.signing_with(&old);
            verdicts.push(world.finish(later).await);
            verdicts
        })
}

/// 10 000 tokens in a minute, with a key that the issuer does not publish. They go to the relying
/// party directly, without browsers, because of their number.
fn flood() -> Row {
    const TOKENS: i32 = 10_000;
    Row::new("H-39", "10 000 tokens of unknown keys in a minute")
        .note("The keys are fetched twice in that minute, and an honest login is none the worse for it")
        .case("10 000 tokens", &[UNKNOWN_KEY, SIGNED_IN], async {
            let world = World::new().await;
            let token = Key::new("of nobody").sign(&json!({}));
            let response =
                json!({"access_token": "a", "token_type": "Bearer", "id_token": token});
            let forged = Answer::json("200 OK", &response.to_string());
            world.issuer.change(|script| script.faults = vec![(Endpoint::Token, forged)]);
            let mut seen = Vec::new();
            for _ in 0..TOKENS {
                seen.push(log_in_unseen(&world).await.unwrap_err().code());
                world.wait(TimeDelta::minutes(1) / TOKENS);
            }
            seen.dedup();
            assert_eq!(world.issuer.asked(Endpoint::Token), 10_000);
            assert_eq!(world.issuer.asked(Endpoint::Jwks), 1 + 2);
            world.issuer.change(|script| script.faults.clear());
            seen.push(world.log_in().await);
            seen
        })
}

async fn log_in_unseen(world: &World) -> Result<AuthenticatedLogin, Refusal> {
    let client = &world.relying_party;
    let (url, attempt) = client.authorize(LoginOptions::default()).await?;
    let sent: HashMap<_, _> = url.query_pairs().collect();
    let issuer = world.issuer.url();
    let query = format!("code=c0d3&state={}&iss={issuer}", sent["state"]);
    client
        .authenticate(AuthorizationResponse::parse(&query)?, attempt)
        .await
}

fn keys_down() -> Row {
    Row::new("H-40", "The keys cannot be had, and those known are fresh or stale")
        .note("Known documents serve for 24 hours without the issuer; none of this login needs the keys anew")
        .case("at once, after ten minutes, after a day but a second", &[SIGNED_IN; 4], async {
            let world = World::new().await;
            let mut verdicts = vec![world.log_in().await];
            break_keys(&world.issuer, Answer::status("500 Down"));
            verdicts.push(world.log_in().await);
            world.wait(FRESH);
            verdicts.push(world.log_in().await);
            world.wait(STALE - FRESH - TimeDelta::seconds(1));
            verdicts.push(world.log_in().await);
            verdicts
        })
}

fn keys_down_too_long() -> Row {
    let unavailable = |answer: Answer, code: &str, deadlines: Deadlines| {
        let at = format!("{code}, then well again");
        let expected = vec![SIGNED_IN.to_owned(), code.to_owned(), SIGNED_IN.to_owned()];
        (at, expected, async move {
            let world = World::at(Issuer::start().await, None, deadlines);
            let mut verdicts = vec![world.log_in().await];
            break_keys(&world.issuer, answer);
            world.wait(STALE);
            verdicts.push(world.log_in().await);
            world.issuer.change(|script| script.faults.clear());
            world.wait(TimeDelta::seconds(1));
            verdicts.push(world.log_in().await);
            verdicts
        })
    };
    let row = Row::new("H-41", "The keys cannot be had, and those known are older than 24 hours")
        .note("Refused within the deadline of a call; a second after a failure the next login tries again");
    let down = unavailable(
        Answer::status("500 Down"),
        "provider.unexpected_status",
        Deadlines::default(),
    );
    let silent = unavailable(Answer::Silence, "provider.timed_out", HASTY);
    [down, silent]
        .into_iter()
        .fold(row, |row, (at, expected, trial)| {
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            row.case(at, &expected, trial)
        })
}

fn store_down() -> Row {
    Row::new(
        "H-42",
        "A renewal of the keys is forced while they, or the session store, are down",
    )
    .note("Closed in both cases: no session begins")
    .case(
        "the keys are down",
        &["provider.unexpected_status", UNKNOWN_KEY],
        async {
            let world = World::new().await;
            let begun = [world.begin().await, world.begin().await];
            rotate(&world.issuer);
            break_keys(&world.issuer, Answer::status("500 Down"));
            let mut verdicts = Vec::new();
            for begun in begun {
                verdicts.push(world.finish(begun.ok().unwrap()).await);
            }
            verdicts
        },
    )
    .case("the store is down", &["session.unavailable"], async {
        let issuer = Issuer::start().await;
        let world = World::with_store(DeadStore, issuer);
        let begun = world.begin().await.ok().unwrap();
        rotate(&world.issuer);
        vec![world.finish(begun).await]
    })
}

/// A session store that stores nothing and returns an error.
#[derive(Debug, Clone)]
struct DeadStore;

#[async_trait]
impl SessionStore for DeadStore {
    async fn save(&self, _: &Record) -> session_store::Result<()> {
        Err(Error::Backend("down".to_owned()))
    }

    async fn load(&self, _: &Id) -> session_store::Result<Option<Record>> {
        Err(Error::Backend("down".to_owned()))
    }

    async fn delete(&self, _: &Id) -> session_store::Result<()> {
        Err(Error::Backend("down".to_owned()))
    }
}
