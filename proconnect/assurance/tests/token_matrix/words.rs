//! The scripted responses of a row's issuer.

use async_trait::async_trait;
use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use proconnect_assurance::issuer::Script;
use serde_json::Value;
use std::{collections::HashMap, sync::Mutex};

/// The responses.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    pub token_response: Value,
    pub content_type: &'static str,
    pub user_info: String,
}

pub struct Words {
    keys: Vec<Value>,
    responses: Mutex<Responses>,
}

impl Words {
    pub fn new(keys: Vec<Value>) -> Self {
        let responses = Mutex::default();
        Self { keys, responses }
    }

    /// Sets the responses of the issuer.
    pub fn set(&self, responses: Responses) {
        *self.responses.lock().unwrap() = responses;
    }

    fn responses(&self) -> Responses {
        self.responses.lock().unwrap().clone()
    }
}

#[async_trait]
impl Script for Words {
    const ALGS: &'static [&'static str] = &["HS256", "ES256", "RS256"];

    async fn keys(&self) -> Vec<Value> {
        self.keys.clone()
    }

    async fn token(&self, _: &str, _: HashMap<String, String>) -> Response {
        Json(self.responses().token_response).into_response()
    }

    async fn user_info(&self, _: &str, _: &str) -> Response {
        let responses = self.responses();
        (
            [(header::CONTENT_TYPE, responses.content_type)],
            responses.user_info,
        )
            .into_response()
    }
}
