use super::{
    doctor::Doctor,
    scripted::{Dated, dated},
};

/// A server whose issuer's clock is ahead by so many seconds.
async fn ahead(seconds: i64) -> Doctor {
    Doctor::of(&dated(Dated::Ahead(seconds), |_, _| {}).await)
}

#[tokio::test]
async fn a_clock_that_is_40_seconds_off_prevents_logins_on_either_side() {
    for (seconds, side) in [(45, "en retard de 4"), (-43, "en avance de 4")] {
        let diagnosis = ahead(seconds).await.examines().await;
        diagnosis.assert_errors(&["clock.skew"], &[side, "NTP", "au-delà de 30 s"]);
    }
}

#[tokio::test]
async fn a_clock_that_drifts_is_a_warning() {
    for seconds in [17, -13] {
        let diagnosis = ahead(seconds).await.examines().await;
        diagnosis.assert_warning("clock.drift", &["NTP"]);
    }
}

#[tokio::test]
async fn a_date_that_cannot_be_read_is_no_finding() {
    let url = dated(Dated::Malformed, |_, _| {}).await;
    let diagnosis = Doctor::of(&url).examines().await;
    assert_eq!(diagnosis.exit, Some(0), "{}", diagnosis.text);
    assert_eq!(diagnosis.codes("skipped"), ["clock.unknown"]);
}
