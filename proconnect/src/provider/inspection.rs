//! The issuer as an operator checks it: its documents, fetched over the path of every login, with the
//! reason of each failure. Nothing is cached and nothing is logged.

mod announced;
mod clock_difference;

pub use announced::Announced;
pub use clock_difference::ClockDifference;

use super::{Metadata, Provider, Rejection};
use crate::{
    http::{CallError, CallFailure, DOCUMENT_CAP},
    json,
    jws::{KeyDescription, KeySet, SigningKey},
};
use ::http::{Request, Response, StatusCode};

/// The issuer's documents at one moment.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The address of the metadata (Discovery 4).
    pub address: String,
    /// The metadata, under the rules of every login.
    pub metadata: Result<Metadata, InspectionError>,
    /// The members that no login uses, of a document that may be refused; empty without a document.
    pub announced: Announced,
    /// The difference of the clocks; `None` without a response, or without a date in it.
    pub clock: Option<ClockDifference>,
    /// The keys; `None` where the metadata, which name their address, are refused.
    pub keys: Option<Result<Vec<KeyDescription>, InspectionError>>,
}

/// Why a document is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InspectionError {
    /// It cannot be fetched.
    Call(CallError),
    /// It is refused.
    Document(Rejection),
}

impl Provider {
    /// Fetches the issuer's metadata and keys, for an operator who checks the settings. It takes two
    /// calls, each within the deadlines of a login.
    pub async fn inspect(&self) -> Inspection {
        let address = self.metadata_address();
        let sent = self.clock.now();
        let response = self.fetch_for_inspection(&address).await;
        let received = self.clock.now();
        let (metadata, announced, clock) = match response {
            Err(error) => (
                Err(InspectionError::Call(error)),
                Announced::default(),
                None,
            ),
            Ok(response) => {
                let clock = ClockDifference::of(response.headers(), sent, received);
                let document = accepted(response).map_err(InspectionError::Call);
                let announced = document
                    .as_deref()
                    .map_or_else(|_| Announced::default(), Announced::read);
                let metadata = document.and_then(|document| {
                    Metadata::examine(&document, &self.issuer).map_err(InspectionError::Document)
                });
                (metadata, announced, clock)
            }
        };
        let keys = match &metadata {
            Ok(metadata) => Some(self.inspect_keys(metadata).await),
            Err(_) => None,
        };
        Inspection {
            address,
            metadata,
            announced,
            clock,
            keys,
        }
    }

    async fn inspect_keys(
        &self,
        metadata: &Metadata,
    ) -> Result<Vec<KeyDescription>, InspectionError> {
        let response = self.fetch_for_inspection(metadata.jwks_uri.as_str()).await;
        let document = response.and_then(accepted).map_err(InspectionError::Call)?;
        let set: KeySet = json::parse(&document)
            .map_err(|fault| InspectionError::Document(Rejection::malformed(fault)))?;
        let keys = SigningKey::from_set(&set);
        Ok(keys.iter().filter_map(SigningKey::describe).collect())
    }

    async fn fetch_for_inspection(&self, address: &str) -> Result<Response<Vec<u8>>, CallError> {
        let request = Request::get(address).body(Vec::new());
        let request = request.map_err(|_| CallFailure::Other)?;
        self.http.call(request, DOCUMENT_CAP).await
    }
}

/// The body of a response with the status of a document.
fn accepted(response: Response<Vec<u8>>) -> Result<Vec<u8>, CallError> {
    match response.status() {
        StatusCode::OK => Ok(response.into_body()),
        other => Err(CallFailure::Status(other).into()),
    }
}
