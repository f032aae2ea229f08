use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

use super::Mistake;
use crate::fault::{Fault, PlannedFault};
use crate::issuer::Issuer;

/// `GET /mock/faults`: the existing faults, and the planned ones.
pub async fn list(State(issuer): State<Arc<Issuer>>) -> Response {
    let faults: Vec<Value> = Fault::all()
        .into_iter()
        .map(|fault| json!({ "name": fault, "description": fault.description() }))
        .collect();
    Json(json!({ "planned": issuer.faults.planned(), "faults": faults })).into_response()
}

/// `POST /mock/faults`
pub async fn plan(
    State(issuer): State<Arc<Issuer>>,
    Json(planned): Json<PlannedFault>,
) -> Result<Response, Mistake> {
    let refuse = |reason: &str| Mistake(StatusCode::UNPROCESSABLE_ENTITY, reason.to_owned());
    if let Some(client_id) = &planned.client_id {
        if issuer.client(client_id).is_none() {
            return Err(refuse("client_id is unknown"));
        }
        if !planned.can_concern_a_client() {
            return Err(refuse(
                "requests for the metadata and the keys do not say whose they are: \
                 leave client_id out, or plan the fault for the next login",
            ));
        }
    }
    issuer.faults.plan(planned.clone());
    Ok((StatusCode::CREATED, Json(planned)).into_response())
}

/// `DELETE /mock/faults`
pub async fn clear(State(issuer): State<Arc<Issuer>>) -> StatusCode {
    issuer.faults.clear();
    StatusCode::NO_CONTENT
}
