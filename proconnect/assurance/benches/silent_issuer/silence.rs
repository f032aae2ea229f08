//! An issuer that publishes its metadata, and then does not answer.

use async_trait::async_trait;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use proconnect_assurance::issuer::Script;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    future::pending,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    time::Duration,
};
use tokio::time::sleep;

/// A little less than the deadline of a call.
const LAST_MOMENT: Duration = Duration::from_millis(4800);

/// How the token endpoint answers.
#[derive(Clone, Copy)]
pub enum Manner {
    Silent,
    Late,
}

pub struct Silence {
    manner: Manner,
    keys_are_hidden: AtomicBool,
}

impl Silence {
    pub fn new(manner: Manner) -> Self {
        let keys_are_hidden = AtomicBool::new(false);
        Self {
            manner,
            keys_are_hidden,
        }
    }

    /// From now on the keys are not returned.
    pub fn hide_keys(&self) {
        self.keys_are_hidden.store(true, SeqCst);
    }
}

#[async_trait]
impl Script for Silence {
    const ALGS: &'static [&'static str] = &["RS256"];

    async fn keys(&self) -> Vec<Value> {
        if self.keys_are_hidden.load(SeqCst) {
            pending::<()>().await;
        }
        Vec::new()
    }

    /// A token with an unknown key.
    async fn token(&self, _: &str, _: HashMap<String, String>) -> Response {
        match self.manner {
            Manner::Silent => pending().await,
            Manner::Late => sleep(LAST_MOMENT).await,
        }
        let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let token = [
            part(r#"{"alg":"RS256","kid":"a"}"#),
            part("{}"),
            part("signature"),
        ]
        .join(".");
        let response = json!({"access_token": "a", "token_type": "Bearer", "id_token": token});
        Json(response).into_response()
    }

    /// No login gets this far.
    async fn user_info(&self, _: &str, _: &str) -> Response {
        StatusCode::NOT_FOUND.into_response()
    }
}
