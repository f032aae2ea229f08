use super::*;
use crate::{config::SigningAlg, http::CallFailure};

#[tokio::test]
async fn an_inspection_finds_the_documents_and_caches_nothing() {
    let issuer = Fixture::new().await;
    let seen = issuer.provider.inspect().await;
    assert!(seen.metadata.is_ok());
    let id_token_algs = seen.announced.id_token_algs.unwrap();
    assert_eq!(id_token_algs, ["ES256"]);
    assert_eq!(seen.announced.scopes, None);
    let keys = seen.keys.unwrap().unwrap();
    assert_eq!(keys[0].alg, SigningAlg::Es256);
    assert!(seen.clock.unwrap().offset.num_seconds().abs() < 5);
    assert!(issuer.provider.known().is_none());
}

#[tokio::test]
async fn a_refused_document_names_the_member_and_its_keys_are_not_fetched() {
    let issuer = Fixture::new().await;
    issuer.change("token_endpoint", json!(null));
    let seen = issuer.provider.inspect().await;
    let Err(InspectionError::Document(rejection)) = seen.metadata else {
        panic!("{:?}", seen.metadata);
    };
    assert_eq!(rejection.error, ProviderError::Incomplete);
    assert_eq!(rejection.fault.unwrap().member, "token_endpoint");
    assert!(seen.keys.is_none());
    assert!(seen.announced.issuer.is_some());
    assert_eq!(issuer.calls(), (1, 0));
}

#[tokio::test]
async fn another_status_is_a_failed_call_and_its_date_counts() {
    let issuer = Fixture::new().await;
    issuer.answer_with(StatusCode::SERVICE_UNAVAILABLE);
    let seen = issuer.provider.inspect().await;
    let failure = CallFailure::Status(StatusCode::SERVICE_UNAVAILABLE);
    let expected = InspectionError::Call(failure.into());
    assert_eq!(seen.metadata.unwrap_err(), expected);
    assert!(seen.clock.is_some());
}
