//! The durations of what the server waits for: the issuer and the session store.

use super::{
    FAMILIES,
    families::{Call, Families, Operation},
};
use axum::http::StatusCode;
use proconnect::{CallObserver, Endpoint, error::HttpError};
use std::time::Duration;

/// Measures the calls to the issuer.
#[derive(Debug)]
pub struct IssuerCalls;

impl CallObserver for IssuerCalls {
    fn ended(&self, endpoint: Endpoint, outcome: Result<StatusCode, HttpError>, after: Duration) {
        if let Some(families) = FAMILIES.get() {
            observe_call(families, endpoint, outcome, after);
        }
    }
}

pub(super) fn observe_call(
    families: &Families,
    endpoint: Endpoint,
    outcome: Result<StatusCode, HttpError>,
    after: Duration,
) {
    let labels = Call {
        endpoint: endpoint.name(),
        outcome: match outcome {
            Ok(status) if status.is_success() => "ok",
            Ok(_) => "error_status",
            Err(HttpError::TimedOut) => "timed_out",
            Err(HttpError::TooLarge) => "too_large",
            Err(HttpError::Unreachable | HttpError::UnexpectedStatus) => "unreachable",
        },
    };
    let durations = families.issuer_calls.get_or_create(&labels);
    durations.observe(after.as_secs_f64());
}

/// Measures an operation of the session store, such as `load`.
pub fn observe_store(operation: &'static str, took: Duration, succeeded: bool) {
    if let Some(families) = FAMILIES.get() {
        observe_operation(families, operation, took, succeeded);
    }
}

pub(super) fn observe_operation(
    families: &Families,
    operation: &'static str,
    took: Duration,
    succeeded: bool,
) {
    let outcome = if succeeded { "ok" } else { "error" };
    let labels = Operation { operation, outcome };
    let durations = families.store_operations.get_or_create(&labels);
    durations.observe(took.as_secs_f64());
}
