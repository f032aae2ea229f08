//! How long documents stay cached, and which requests wait for a fetch.

use super::*;

#[tokio::test]
async fn the_documents_are_fetched_once_and_kept() {
    let fixture = Fixture::new().await;
    assert!(fixture.provider.known().is_none());
    for _ in 0..3 {
        let known = fixture.provider.discover().await.unwrap();
        assert!(known.metadata.iss_parameter_supported);
        assert_eq!(known.keys.len(), 1);
    }
    assert_eq!(fixture.calls(), (1, 1));
}

#[tokio::test]
async fn many_first_logins_wait_for_the_same_call() {
    let fixture = Fixture::new().await;
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let provider = Arc::clone(&fixture.provider);
            tokio::spawn(async move { provider.discover().await.is_ok() })
        })
        .collect();
    for login in waiting {
        assert!(login.await.unwrap());
    }
    assert_eq!(fixture.calls(), (1, 1));
}

#[tokio::test]
async fn a_failure_answers_all_who_waited_for_it_and_is_soon_forgotten() {
    let fixture = Fixture::new().await;
    fixture.answer_with(StatusCode::BAD_GATEWAY);
    for _ in 0..100 {
        assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
    }
    assert_eq!(fixture.calls(), (1, 0));
    fixture.answer_with(StatusCode::OK);
    fixture.wait(FAILURE_PAUSE);
    assert!(fixture.provider.discover().await.is_ok());
}

#[tokio::test]
async fn old_documents_serve_while_they_are_renewed() {
    let fixture = Fixture::new().await;
    let first = fixture.provider.discover().await.unwrap();
    fixture.wait(FRESH);
    let second = fixture.provider.discover().await.unwrap();
    assert_eq!(second.fetched_at, first.fetched_at);
    while fixture.provider.known().unwrap().fetched_at == first.fetched_at {
        tokio::task::yield_now().await;
    }
    assert_eq!(fixture.calls(), (2, 2));
}

#[tokio::test]
async fn documents_serve_a_day_without_the_issuer_and_no_longer() {
    let fixture = Fixture::new().await;
    fixture.provider.discover().await.unwrap();
    fixture.answer_with(StatusCode::INTERNAL_SERVER_ERROR);
    let moment = TimeDelta::milliseconds(1);
    fixture.wait(STALE - moment);
    assert!(fixture.provider.discover().await.is_ok());
    fixture.wait(moment);
    assert!(fixture.provider.known().is_none());
    assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
}

#[tokio::test]
async fn m3_a_failure_noted_by_a_clock_that_goes_back_blocks_no_login() {
    for jump in [
        TimeDelta::seconds(2),
        TimeDelta::hours(1),
        TimeDelta::days(1),
    ] {
        for jump in [jump, -jump] {
            let fixture = Fixture::new().await;
            fixture.answer_with(StatusCode::BAD_GATEWAY);
            fixture.error().await;
            fixture.answer_with(StatusCode::OK);
            fixture.wait(jump);
            assert!(fixture.provider.discover().await.is_ok(), "{jump}");
        }
    }
}
