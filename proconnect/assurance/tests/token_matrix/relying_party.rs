//! The registration of a row's relying party, and its login button.

use crate::{
    keys::CLIENT_SECRET,
    row::Setting,
    token::{CLIENT_ID, Kind},
};
use axum::Router;
use axum_extra::extract::cookie::Key;
use proconnect::{RelyingParty, config::Config};
use proconnect_assurance::{application, browser::Browser, sessions::Sessions, time::Time};
use std::{collections::HashMap, sync::Arc};
use url::Url;

pub const ATTEMPT_PREFIX: &str = "__Host-login-attempt-";

pub fn application(issuer: &str, setting: &Setting, about: Kind, time: &Time) -> Router {
    let config = config(issuer, setting, about);
    let relying_party = RelyingParty::new(config, time.clock()).unwrap();
    let sessions = Sessions::new(time.clock());
    application::assemble(Arc::new(relying_party), Key::generate(), sessions)
}

/// The same on this store, whose sessions the issuer can end.
pub fn application_with_registry(
    issuer: &str,
    setting: &Setting,
    about: Kind,
    time: &Time,
    cookie_key: &Key,
    sessions: &Sessions,
) -> Router {
    let config = config(issuer, setting, about);
    let relying_party = Arc::new(RelyingParty::new(config, time.clock()).unwrap());
    application::assemble_with_registry(relying_party, cookie_key.clone(), sessions)
}

fn config(issuer: &str, setting: &Setting, about: Kind) -> Config {
    let alg = |kind| format!("{:?}", setting.alg_of(kind, about));
    let (id_token_alg, user_info_alg) = (alg(Kind::IdToken), alg(Kind::UserInfo));
    let settings = [
        ("PROCONNECT_CLIENT_ID", CLIENT_ID),
        ("PROCONNECT_CLIENT_SECRET", CLIENT_SECRET),
        ("PROCONNECT_ACR_VALUES", setting.acr_values),
        ("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", &id_token_alg),
        ("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", &user_info_alg),
    ];
    application::config(issuer, &settings)
}

/// Presses the button; returns the parameters of the authorization request.
pub async fn log_in(browser: &mut Browser) -> HashMap<String, String> {
    let answer = browser.press_button().await;
    Url::parse(answer.location())
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect()
}
