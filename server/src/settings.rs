//! Variables of the environment into `Settings`. `docs/configuration.md` and `.env.example`
//! describe each of them, and a test holds them to what is read here.

use crate::{client_address::TrustedProxies, security_txt::SecuritySettings};
use axum_extra::extract::cookie::Key;
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use chrono::TimeDelta;
use proconnect::{
    config::{Config, Mistakes},
    web::{CookieKeys, SessionLifetimes},
};
use sqlx::sqlite::SqliteConnectOptions;
use std::str::FromStr;

const SESSION_STORE_URL: &str = "SESSION_STORE_URL";
const COOKIE_SECRET: &str = "COOKIE_SECRET";
const SESSION_IDLE_MINUTES: &str = "SESSION_IDLE_MINUTES";
const SESSION_ABSOLUTE_MINUTES: &str = "SESSION_ABSOLUTE_MINUTES";

/// A file beside the server: one machine, sessions that outlive a restart.
const DEFAULT_STORE: &str = "sqlite:sessions.sqlite";

/// Length that `Key` asks for, in bytes.
const SECRET_LENGTH: usize = 64;

/// All that is set.
#[derive(Clone)]
pub struct Settings {
    /// How this application is registered at its issuer.
    pub proconnect: Config,
    /// Where sessions are kept.
    pub session_store: SqliteConnectOptions,
    /// Seal cookies and sessions.
    pub cookie_keys: CookieKeys,
    /// How long a session lasts.
    pub lifetimes: SessionLifetimes,
    /// Whom to tell of a vulnerability.
    pub security: SecuritySettings,
    /// The proxies in front of this server.
    pub trusted_proxies: TrustedProxies,
}

impl Settings {
    /// Reads the environment; in a development build a `.env` file first.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_environment() -> Result<Self, Mistakes> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Reads the variables through `variable`, which gives the value of a name.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        let value = |name: &str| {
            variable(name)
                .map(|v| v.trim().to_owned())
                .filter(|v| !v.is_empty())
        };
        let (proconnect, mut mistakes) = match Config::from_variables(&variable) {
            Ok(config) => (Some(config), Mistakes::default()),
            Err(mistakes) => (None, mistakes),
        };
        let session_store = session_store(value(SESSION_STORE_URL), &mut mistakes);
        let cookie_secret = cookie_secret(value(COOKIE_SECRET), &mut mistakes);
        let idle = minutes(
            SESSION_IDLE_MINUTES,
            value(SESSION_IDLE_MINUTES),
            30,
            &mut mistakes,
        );
        let absolute = minutes(
            SESSION_ABSOLUTE_MINUTES,
            value(SESSION_ABSOLUTE_MINUTES),
            720,
            &mut mistakes,
        );
        let trusted_proxies = TrustedProxies::from_variables(value, &mut mistakes);
        let security = SecuritySettings::from_variables(value, &mut mistakes);
        match (proconnect, session_store, cookie_secret) {
            (Some(proconnect), Some(session_store), Some(cookie_secret))
                if mistakes.0.is_empty() =>
            {
                let lifetimes = SessionLifetimes { idle, absolute };
                Ok(Self {
                    proconnect,
                    session_store,
                    cookie_keys: cookie_secret.into(),
                    lifetimes,
                    security,
                    trusted_proxies,
                })
            }
            _ => Err(mistakes),
        }
    }
}

fn session_store(value: Option<String>, mistakes: &mut Mistakes) -> Option<SqliteConnectOptions> {
    let url = value.as_deref().unwrap_or(DEFAULT_STORE);
    let options = url
        .starts_with("sqlite:")
        .then(|| SqliteConnectOptions::from_str(url).ok())
        .flatten()
        .map(|options| options.create_if_missing(true));
    if options.is_none() {
        let cure = "sqlite:PATH-OF-A-FILE (postgres: and redis: are not supported yet)";
        mistakes.note_secret(SESSION_STORE_URL, value.as_deref(), cure);
    }
    options
}

fn cookie_secret(value: Option<String>, mistakes: &mut Mistakes) -> Option<Key> {
    if value.is_none() && cfg!(debug_assertions) {
        return Some(Key::generate());
    }
    // `openssl rand` wraps its lines, and not every tool pads.
    let text: Option<String> = value
        .as_deref()
        .map(|text| text.split_ascii_whitespace().collect());
    let bytes = text.and_then(|text| {
        BASE64_STANDARD_NO_PAD
            .decode(text.trim_end_matches('='))
            .ok()
    });
    let key = bytes
        .filter(|bytes| bytes.len() >= SECRET_LENGTH)
        .and_then(|bytes| Key::try_from(bytes.as_slice()).ok());
    if key.is_none() {
        let cure = "64 random bytes or more in base64, for instance what `openssl rand -base64 64` \
                    prints; the same on every replica, and kept across restarts";
        mistakes.note_secret(COOKIE_SECRET, value.as_deref(), cure);
    }
    key
}

fn minutes(
    name: &'static str,
    value: Option<String>,
    default: u32,
    mistakes: &mut Mistakes,
) -> TimeDelta {
    let number = value
        .as_deref()
        .map_or(Some(default), |text| text.parse().ok());
    let number = number
        .filter(|minutes| (1..=43_200).contains(minutes))
        .unwrap_or_else(|| {
            let cure = format!("a whole number of minutes from 1 to 43200 (default {default})");
            mistakes.note(name, value.as_deref(), cure);
            default
        });
    TimeDelta::minutes(number.into())
}

#[cfg(test)]
mod tests;
