//! A moment in the time of metropolitan France, in French.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Utc, Weekday};

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

/// Returns the date and the hour, with the name of the time zone. The spaces do not break.
pub fn in_words(at: DateTime<Utc>) -> String {
    let local = at + hours_ahead(at);
    let day = match local.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    };
    let month = MONTHS[local.month0() as usize];
    let (year, hour, minute) = (local.year(), local.hour(), local.minute());
    format!("{day}\u{a0}{month}\u{a0}{year} à {hour}\u{a0}h\u{a0}{minute:02} (heure de Paris)")
}

/// Returns the hour alone, for a text that has named the time zone. The spaces do not break.
pub fn hour(at: DateTime<Utc>) -> String {
    let local = at + hours_ahead(at);
    format!("{}\u{a0}h\u{a0}{:02}", local.hour(), local.minute())
}

/// Returns the date and the hour for a spreadsheet, such as `2026-11-27 14:05`, in the time of Paris.
pub fn sortable(at: DateTime<Utc>) -> String {
    (at + hours_ahead(at)).format("%Y-%m-%d %H:%M").to_string()
}

/// Summer time runs from the last Sunday of March to the last Sunday of October, from one to one o'clock UTC
/// (directive 2000/84/EC). The rule is written here, since no database of time zones is among the
/// dependencies.
fn hours_ahead(at: DateTime<Utc>) -> TimeDelta {
    let change = |month| last_sunday(at.year(), month).and_hms_opt(1, 0, 0);
    let is_summer = change(3) <= Some(at.naive_utc()) && Some(at.naive_utc()) < change(10);
    TimeDelta::hours(if is_summer { 2 } else { 1 })
}

fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    let since_sunday = last.weekday().days_since(Weekday::Sun);
    last - Days::new(since_sunday.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_and_winter_change_on_the_last_sundays_at_one_oclock() {
        for (utc, words) in [
            ("2026-11-27T11:41:00Z", "27 novembre 2026 à 12 h 41"),
            ("2026-03-29T00:59:59Z", "29 mars 2026 à 1 h 59"),
            ("2026-03-29T01:00:00Z", "29 mars 2026 à 3 h 00"),
            ("2026-10-25T00:59:59Z", "25 octobre 2026 à 2 h 59"),
            ("2026-10-25T01:00:00Z", "25 octobre 2026 à 2 h 00"),
            ("2027-12-31T23:05:00Z", "1er janvier 2028 à 0 h 05"),
        ] {
            let written = in_words(utc.parse().unwrap()).replace('\u{a0}', " ");
            assert_eq!(written, format!("{words} (heure de Paris)"), "{utc}");
        }
    }

    #[test]
    fn an_hour_has_two_digits_of_minutes() {
        let at = "2026-07-14T22:05:00Z".parse().unwrap();
        assert_eq!(hour(at), "0\u{a0}h\u{a0}05");
    }
}
