//! Days and hours as pages write them: in French, in the time of Paris.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The day, in words: `1er janvier 2027`, with spaces that do not break. `seconds` count from 1970 (UTC).
pub fn day(seconds: i64) -> String {
    let at = in_paris(seconds);
    let day = match at.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    };
    let month = MONTHS[at.month0() as usize % 12];
    format!("{day}\u{a0}{month}\u{a0}{}", at.year())
}

/// The hour, in words: `9 h 05`, with spaces that do not break. `seconds` count from 1970 (UTC).
pub fn hour(seconds: i64) -> String {
    let at = in_paris(seconds);
    format!("{}\u{a0}h\u{a0}{:02}", at.hour(), at.minute())
}

fn in_paris(seconds: i64) -> DateTime<FixedOffset> {
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let hours = if is_summer(at) { 2 } else { 1 };
    let offset = FixedOffset::east_opt(hours * 3600);
    offset.map_or(at.fixed_offset(), |offset| at.with_timezone(&offset))
}

/// Summer time lasts from the last Sunday of March to the last one of October, at 1:00 UTC (directive
/// 2000/84/EC).
fn is_summer(at: DateTime<Utc>) -> bool {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        let back = u64::from(last.weekday().num_days_from_sunday());
        let sunday = last.checked_sub_days(chrono::Days::new(back))?;
        Some(sunday.and_hms_opt(1, 0, 0)?.and_utc())
    };
    let (begins, ends) = (change(3), change(10));
    begins.is_some_and(|begins| at >= begins) && ends.is_some_and(|ends| at < ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(utc: &str) -> String {
        let seconds = utc.parse::<DateTime<Utc>>().unwrap().timestamp();
        format!("{} {}", day(seconds), hour(seconds)).replace('\u{a0}', " ")
    }

    #[test]
    fn an_hour_is_that_of_paris_in_winter_and_in_summer() {
        for (utc, paris) in [
            ("2026-11-27T11:05:59Z", "27 novembre 2026 12 h 05"),
            ("2026-12-31T23:30:00Z", "1er janvier 2027 0 h 30"),
            ("2026-07-14T22:00:00Z", "15 juillet 2026 0 h 00"),
            ("2026-03-29T00:59:59Z", "29 mars 2026 1 h 59"),
            ("2026-03-29T01:00:00Z", "29 mars 2026 3 h 00"),
            ("2026-10-25T00:59:59Z", "25 octobre 2026 2 h 59"),
            ("2026-10-25T01:00:00Z", "25 octobre 2026 2 h 00"),
        ] {
            assert_eq!(written(utc), paris);
        }
    }

    #[test]
    fn a_time_that_no_calendar_has_is_written_all_the_same() {
        assert_eq!(day(i64::MAX), "1er\u{a0}janvier\u{a0}1970");
    }
}
