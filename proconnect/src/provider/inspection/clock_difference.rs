//! The issuer's clock, read from the date of a response (RFC 9110 6.6.1).

use ::http::{HeaderMap, HeaderName, header};
use chrono::{DateTime, TimeDelta, Utc};

/// The difference between the issuer's clock and ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockDifference {
    /// The issuer's time minus ours: positive where our clock is late.
    pub offset: TimeDelta,
    /// Half of the interval in which the offset lies: half a second, which a date does not have, and
    /// half of the round trip.
    pub uncertainty: TimeDelta,
}

impl ClockDifference {
    /// The difference, from the headers of a response to a request that was sent and answered at these
    /// moments. A cache on the way keeps the date and adds its own `Age` (RFC 9111 5.1).
    pub(super) fn of(
        headers: &HeaderMap,
        sent: DateTime<Utc>,
        received: DateTime<Utc>,
    ) -> Option<Self> {
        let text = |name: HeaderName| headers.get(name)?.to_str().ok();
        let date = DateTime::parse_from_rfc2822(text(header::DATE)?).ok()?;
        let age = text(header::AGE).and_then(|age| age.parse::<u32>().ok());
        let half_a_second = TimeDelta::milliseconds(500);
        let half_the_trip = (received - sent).max(TimeDelta::zero()) / 2;
        let age = TimeDelta::seconds(age.unwrap_or(0).into());
        let theirs = date.to_utc() + age + half_a_second;
        Some(Self {
            offset: theirs - (received - half_the_trip),
            uncertainty: half_a_second + half_the_trip,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn offset(date: &'static str, age: Option<&'static str>, trip: i64) -> Option<(i64, i64)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::DATE, date.parse().unwrap());
        if let Some(age) = age {
            headers.insert(header::AGE, age.parse().unwrap());
        }
        let sent = Utc.with_ymd_and_hms(2026, 11, 27, 10, 0, 0).unwrap();
        let received = sent + TimeDelta::milliseconds(trip);
        let read = ClockDifference::of(&headers, sent, received)?;
        Some((
            read.offset.num_milliseconds(),
            read.uncertainty.num_milliseconds(),
        ))
    }

    #[test]
    fn the_round_trip_and_the_missing_fraction_of_a_second_are_accounted_for() {
        let date = "Fri, 27 Nov 2026 10:00:00 GMT";
        assert_eq!(offset(date, None, 1000), Some((0, 1000)));
        assert_eq!(offset(date, None, 4000), Some((-1500, 2500)));
        let late = "Fri, 27 Nov 2026 10:00:40 GMT";
        assert_eq!(offset(late, None, 0), Some((40_500, 500)));
    }

    #[test]
    fn a_response_from_a_cache_has_the_date_of_its_origin() {
        let date = "Fri, 27 Nov 2026 09:55:00 GMT";
        assert_eq!(offset(date, Some("300"), 0), Some((500, 500)));
        assert_eq!(offset(date, Some("soon"), 0), Some((-299_500, 500)));
    }

    #[test]
    fn a_malformed_date_is_none() {
        for wrong in ["", "today", "2026-11-27T10:00:00Z"] {
            assert_eq!(offset(wrong, None, 0), None, "{wrong}");
        }
    }
}
