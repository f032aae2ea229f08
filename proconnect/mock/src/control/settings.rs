use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::sync::Arc;

use super::Mistake;
use crate::issuer::Issuer;
use crate::settings::Settings;

/// `GET /mock/settings`
pub async fn get(State(issuer): State<Arc<Issuer>>) -> Json<Settings> {
    Json(issuer.settings())
}

/// `PATCH /mock/settings`: unnamed settings keep their value.
pub async fn change(
    State(issuer): State<Arc<Issuer>>,
    Json(changes): Json<Map<String, Value>>,
) -> Result<Json<Settings>, Mistake> {
    let mut settings = json!(issuer.settings());
    merge(&mut settings, changes);
    let settings: Settings = serde_json::from_value(settings)
        .map_err(|error| Mistake(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))?;
    issuer.change_settings(settings);
    Ok(Json(settings))
}

/// `POST /mock/settings/{preset}`: `faithful` or `legacy`, all settings at once.
pub async fn preset(
    State(issuer): State<Arc<Issuer>>,
    Path(preset): Path<String>,
    Json(_): Json<Map<String, Value>>,
) -> Result<Json<Settings>, Mistake> {
    let settings = match preset.as_str() {
        "faithful" => Settings::default(),
        "legacy" => Settings::legacy(),
        _ => {
            let error = "the presets are faithful and legacy".to_owned();
            return Err(Mistake(StatusCode::NOT_FOUND, error));
        }
    };
    issuer.change_settings(settings);
    Ok(Json(settings))
}

fn merge(settings: &mut Value, changes: Map<String, Value>) {
    for (name, change) in changes {
        match change {
            Value::Object(changes) => merge(&mut settings[name], changes),
            value => settings[name] = value,
        }
    }
}
