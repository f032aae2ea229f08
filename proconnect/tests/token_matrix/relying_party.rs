//! How the relying party of a row is registered, and its button pressed.

use crate::{
    keys::CLIENT_SECRET,
    row::Setting,
    support::{application::Application, browser::Browser},
    token::{CLIENT_ID, Kind},
};
use chrono::{DateTime, Utc};
use proconnect::{RelyingParty, config::Config};
use std::{collections::HashMap, sync::Arc};
use tower_sessions::MemoryStore;
use url::Url;

pub const ATTEMPT_PREFIX: &str = "__Host-login-attempt-";

pub fn application(
    issuer: &str,
    setting: &Setting,
    about: Kind,
    now: DateTime<Utc>,
) -> Application {
    let config = config(issuer, setting, about);
    Application::new(MemoryStore::default(), now, |clock| {
        Arc::new(RelyingParty::new(config, clock).unwrap())
    })
}

fn config(issuer: &str, setting: &Setting, about: Kind) -> Config {
    let alg = |kind| format!("{:?}", setting.alg_of(kind, about));
    let (id_token_alg, user_info_alg) = (alg(Kind::IdToken), alg(Kind::UserInfo));
    let settings = HashMap::from([
        ("PROCONNECT_DOMAIN", issuer),
        ("PROCONNECT_CLIENT_ID", CLIENT_ID),
        ("PROCONNECT_CLIENT_SECRET", CLIENT_SECRET),
        (
            "PROCONNECT_REDIRECT_URI",
            "http://localhost:3000/auth/proconnect/callback",
        ),
        (
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
            "http://localhost:3000/auth/proconnect/logout/callback",
        ),
        ("PROCONNECT_ACR_VALUES", setting.acr_values),
        ("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", &id_token_alg),
        ("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", &user_info_alg),
    ]);
    Config::from_variables(|name| settings.get(name).map(|value| (*value).to_owned())).unwrap()
}

/// Presses the button; gives the parameters of the authorization request.
pub async fn log_in(browser: &mut Browser) -> HashMap<String, String> {
    let answer = browser.press_button().await;
    let location = answer.header("location").expect("an authorization request");
    Url::parse(location)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect()
}
