//! `/.well-known/security.txt` (RFC 9116): the contact for vulnerabilities, with an expiry date.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use proconnect::{Clock, config::Mistakes};
use std::time::Duration;

/// The variable that sets the contact.
pub const SECURITY_CONTACT: &str = "SECURITY_CONTACT";
/// The variable that sets the expiry date.
pub const SECURITY_TXT_EXPIRES: &str = "SECURITY_TXT_EXPIRES";

/// How long the file is valid when no date is set.
const DEFAULT_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long before expiry the server starts to warn.
const WARNED_BEFORE: TimeDelta = TimeDelta::days(30);

/// Time between two checks of the expiry.
const WATCH_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// The settings of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecuritySettings {
    /// A `mailto:`, `https:` or `tel:` address.
    pub contact: String,
    /// The day from which the file is expired.
    pub expires: Option<NaiveDate>,
}

impl SecuritySettings {
    /// Reads both variables through `value`, and notes the mistakes.
    pub fn from_variables(value: impl Fn(&str) -> Option<String>, mistakes: &mut Mistakes) -> Self {
        let contact = value(SECURITY_CONTACT)
            .unwrap_or_else(|| format!("mailto:{}", app::service::CONTACT_EMAIL));
        if !is_contact(&contact) {
            let expected = "one address that begins with mailto:, https: or tel:";
            mistakes.note(SECURITY_CONTACT, Some(&contact), expected);
        }
        let date = value(SECURITY_TXT_EXPIRES);
        let expires = date.as_deref().and_then(|date| date.parse().ok());
        if date.is_some() && expires.is_none() {
            let expected = "a day within a year, as in 2027-06-30";
            mistakes.note(SECURITY_TXT_EXPIRES, date.as_deref(), expected);
        }
        Self { contact, expires }
    }
}

fn is_contact(text: &str) -> bool {
    let schemes = ["mailto:", "https://", "tel:"];
    schemes.iter().any(|scheme| text.starts_with(scheme))
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The file.
#[derive(Debug, Clone)]
pub struct SecurityTxt {
    contact: String,
    expires: DateTime<Utc>,
    origin: String,
}

impl SecurityTxt {
    /// The file for the site at `origin`, created at `now`.
    pub fn new(settings: SecuritySettings, origin: String, now: DateTime<Utc>) -> Self {
        let expires = settings.expires.map_or(now + DEFAULT_LIFETIME, |day| {
            day.and_time(NaiveTime::MIN).and_utc()
        });
        Self {
            contact: settings.contact,
            expires,
            origin,
        }
    }

    /// The body of the response.
    pub fn text(&self) -> String {
        let Self {
            contact,
            expires,
            origin,
        } = self;
        let expires = expires.format("%Y-%m-%dT%H:%M:%SZ");
        let canonical = if origin.starts_with("https://") {
            format!("Canonical: {origin}/.well-known/security.txt\n")
        } else {
            String::new()
        };
        format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: fr, en\n{canonical}")
    }

    /// Returns the fault of the file at `now`, if any. Readers must ignore an expired file.
    pub fn staleness(&self, now: DateTime<Utc>) -> Option<&'static str> {
        if self.expires <= now {
            Some("security.txt has expired: set SECURITY_TXT_EXPIRES anew")
        } else if self.expires - now <= WARNED_BEFORE {
            Some("security.txt expires within 30 days: set SECURITY_TXT_EXPIRES anew")
        } else if self.contact.ends_with(".example") {
            Some("security.txt gives a placeholder: set SECURITY_CONTACT")
        } else {
            None
        }
    }

    /// Logs a warning at boot, and then once a day, when the file has expired or soon will.
    pub async fn watch(self, clock: Clock) {
        let mut pause = tokio::time::interval(WATCH_PAUSE);
        loop {
            pause.tick().await;
            if let Some(staleness) = self.staleness(clock.now()) {
                tracing::warn!(expires = %self.expires, "{staleness}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> (SecuritySettings, Mistakes) {
        let mut mistakes = Mistakes::default();
        let value = |asked: &str| {
            let found = variables.iter().find(|(name, _)| *name == asked);
            found.map(|(_, value)| (*value).to_owned())
        };
        let settings = SecuritySettings::from_variables(value, &mut mistakes);
        (settings, mistakes)
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_file_has_the_fields_of_rfc_9116() {
        let (settings, mistakes) = settings(&[
            (SECURITY_CONTACT, "https://vdp.example.fr/report"),
            (SECURITY_TXT_EXPIRES, "2027-06-30"),
        ]);
        assert_eq!(mistakes, Mistakes::default());
        let now = at("2027-01-01T00:00:00Z");
        let site = |origin: &str| SecurityTxt::new(settings.clone(), origin.to_owned(), now).text();
        assert_eq!(
            site("https://app.example.fr"),
            "Contact: https://vdp.example.fr/report\n\
             Expires: 2027-06-30T00:00:00Z\n\
             Preferred-Languages: fr, en\n\
             Canonical: https://app.example.fr/.well-known/security.txt\n"
        );
        assert!(!site("http://localhost:3000").contains("Canonical"));
    }

    #[test]
    fn without_a_date_the_file_holds_for_ninety_days() {
        let (settings, _) = settings(&[]);
        let file = SecurityTxt::new(settings, String::new(), at("2027-01-01T12:00:00Z"));
        assert!(file.text().contains("Expires: 2027-04-01T12:00:00Z\n"));
        assert!(file.text().contains("Contact: mailto:"));
    }

    #[test]
    fn its_expiry_is_watched() {
        let (settings, _) = settings(&[
            (SECURITY_CONTACT, "mailto:vdp@example.fr"),
            (SECURITY_TXT_EXPIRES, "2027-06-30"),
        ]);
        let file = SecurityTxt::new(settings, String::new(), at("2027-01-01T00:00:00Z"));
        for (now, warning) in [
            ("2027-05-30T23:59:59Z", None),
            ("2027-05-31T00:00:00Z", Some("expires within 30 days")),
            ("2027-06-29T23:59:59Z", Some("expires within 30 days")),
            ("2027-06-30T00:00:00Z", Some("has expired")),
        ] {
            let staleness = file.staleness(at(now));
            assert_eq!(staleness.is_some(), warning.is_some(), "{now}");
            assert!(
                staleness
                    .unwrap_or_default()
                    .contains(warning.unwrap_or_default())
            );
        }
    }

    #[test]
    fn a_placeholder_is_warned_of() {
        let (settings, _) = settings(&[(SECURITY_CONTACT, "mailto:equipe@service.example")]);
        let now = at("2027-01-01T00:00:00Z");
        let file = SecurityTxt::new(settings, String::new(), now);
        assert!(
            file.staleness(now)
                .is_some_and(|why| why.contains("placeholder"))
        );
    }

    #[test]
    fn a_value_that_the_file_cannot_contain_is_a_mistake() {
        for contact in [
            "vdp@example.fr",
            "http://a.fr",
            "mailto:a b",
            "tel:1\nExpires: x",
        ] {
            let (_, mistakes) = settings(&[(SECURITY_CONTACT, contact)]);
            assert_eq!(mistakes.0.len(), 1, "{contact}");
        }
        for date in ["30/06/2027", "2027-02-30", "2027-06-30T00:00:00Z", "soon"] {
            let (_, mistakes) = settings(&[(SECURITY_TXT_EXPIRES, date)]);
            assert_eq!(mistakes.0.len(), 1, "{date}");
        }
    }
}
