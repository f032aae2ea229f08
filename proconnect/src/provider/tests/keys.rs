//! Keys that are fetched again for an unknown `kid` (Core 10.1.1).

use super::*;

#[tokio::test]
async fn keys_are_fetched_again_for_an_unknown_one_but_not_by_a_flood() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    let rotated = Issuer::new();
    *fixture.fake.keys.lock().unwrap() = key_set(&rotated);
    let renewed = fixture
        .provider
        .renew_keys(&seen, TokenFrom::Issuer)
        .await
        .unwrap();
    assert_eq!(renewed.keys, rotated.public);
    for _ in 0..10_000 {
        fixture
            .provider
            .renew_keys(&renewed, TokenFrom::Issuer)
            .await
            .unwrap();
    }
    assert_eq!(fixture.calls(), (1, 2));
    fixture.wait(KEYS_PAUSE);
    fixture
        .provider
        .renew_keys(&renewed, TokenFrom::Issuer)
        .await
        .unwrap();
    assert_eq!(fixture.calls(), (1, 3));
}

#[tokio::test]
async fn who_missed_a_renewal_gets_its_keys_without_a_call() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    fixture
        .provider
        .renew_keys(&seen, TokenFrom::Issuer)
        .await
        .unwrap();
    fixture.wait(KEYS_PAUSE);
    fixture
        .provider
        .renew_keys(&seen, TokenFrom::Issuer)
        .await
        .unwrap();
    assert_eq!(fixture.calls(), (1, 2));
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_count_as_a_fetch_and_the_old_ones_stay() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    fixture.answer_with(StatusCode::INTERNAL_SERVER_ERROR);
    fixture.wait(KEYS_PAUSE);
    assert!(
        fixture
            .provider
            .renew_keys(&seen, TokenFrom::Issuer)
            .await
            .is_err()
    );
    for _ in 0..100 {
        let known = fixture
            .provider
            .renew_keys(&seen, TokenFrom::Issuer)
            .await
            .unwrap();
        assert_eq!(known.keys.len(), 1);
    }
    assert_eq!(fixture.calls(), (1, 2));
}

#[tokio::test]
async fn m3_keys_are_renewed_and_documents_too_after_the_clock_went_back() {
    for jump in [TimeDelta::hours(1), TimeDelta::days(1) - FRESH] {
        let fixture = Fixture::new().await;
        let seen = fixture.provider.discover().await.unwrap();
        let renewed = fixture
            .provider
            .renew_keys(&seen, TokenFrom::Issuer)
            .await
            .unwrap();
        fixture.wait(-jump);
        let again = fixture
            .provider
            .renew_keys(&renewed, TokenFrom::Issuer)
            .await
            .unwrap();
        assert_eq!(fixture.calls(), (1, 3), "{jump}");
        // A login that has seen older keys gets the current ones, whatever the clock was then.
        fixture
            .provider
            .renew_keys(&renewed, TokenFrom::Issuer)
            .await
            .unwrap();
        assert_eq!(fixture.calls(), (1, 3), "{jump}");
        let before = again.fetched_at;
        fixture.provider.discover().await.unwrap();
        while fixture.provider.known().unwrap().fetched_at == before {
            tokio::task::yield_now().await;
        }
        assert_eq!(fixture.calls(), (2, 4), "{jump}");
    }
}

#[tokio::test]
async fn strangers_do_not_use_up_the_renewal_of_a_login() {
    let fixture = Fixture::new().await;
    let mut known = fixture.provider.discover().await.unwrap();
    for _ in 0..10_000 {
        let renewed = fixture.provider.renew_keys(&known, TokenFrom::Anybody);
        known = renewed.await.unwrap();
    }
    assert_eq!(fixture.calls(), (1, 2));
    let rotated = Issuer::new();
    *fixture.fake.keys.lock().unwrap() = key_set(&rotated);
    let renewed = fixture.provider.renew_keys(&known, TokenFrom::Issuer);
    assert_eq!(renewed.await.unwrap().keys, rotated.public);
    assert_eq!(fixture.calls(), (1, 3));
}
