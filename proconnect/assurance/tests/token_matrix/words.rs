//! The words that a row puts into its issuer's mouth.

use async_trait::async_trait;
use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use proconnect_assurance::issuer::Script;
use serde_json::Value;
use std::{collections::HashMap, sync::Mutex};

/// The answers.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub token_response: Value,
    pub content_type: &'static str,
    pub user_info: String,
}

pub struct Words {
    keys: Vec<Value>,
    said: Mutex<Said>,
}

impl Words {
    pub fn new(keys: Vec<Value>) -> Self {
        let said = Mutex::default();
        Self { keys, said }
    }

    /// From now on the issuer answers so.
    pub fn say(&self, said: Said) {
        *self.said.lock().unwrap() = said;
    }

    fn said(&self) -> Said {
        self.said.lock().unwrap().clone()
    }
}

#[async_trait]
impl Script for Words {
    const ALGS: &'static [&'static str] = &["HS256", "ES256", "RS256"];

    async fn keys(&self) -> Vec<Value> {
        self.keys.clone()
    }

    async fn token(&self, _: &str, _: HashMap<String, String>) -> Response {
        Json(self.said().token_response).into_response()
    }

    async fn user_info(&self, _: &str, _: &str) -> Response {
        let said = self.said();
        ([(header::CONTENT_TYPE, said.content_type)], said.user_info).into_response()
    }
}
