//! One function per variable. Each returns a value, or notes a mistake.

use super::{
    CALLBACK_PATH, Config, DEFAULT_SCOPES, LOGOUT_CALLBACK_PATH, Mistakes, Variables, acr,
    flag::flag,
    issuer,
    names::{
        ASK_AMR, CLIENT_ID, CLIENT_SECRET, DOMAIN, ID_TOKEN_ALG, LOGIN_MINUTES,
        POST_LOGOUT_REDIRECT_URI, REDIRECT_URI, SCOPES, USERINFO_ALG,
    },
    own_url,
};
use crate::jws::SigningAlg;
use chrono::TimeDelta;
use openidconnect::{ClientId, ClientSecret, PostLogoutRedirectUrl, RedirectUrl, Scope};

/// Default of the longest time that a login may take.
const DEFAULT_LOGIN_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Shortest secret, in characters. ProConnect generates none shorter, and HS256 needs as many.
const MIN_SECRET_LENGTH: usize = 32;

impl Config {
    /// Reads the variables through `variable`, which returns the value of a name.
    ///
    /// # Errors
    /// All mistakes at once, each with its variable, the received value and the value to write.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        read(&variable)
    }
}

fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Config, Mistakes> {
    let mut read = Variables::new(variable);

    let domain = read.value(DOMAIN);
    let client_id = read.value(CLIENT_ID);
    let client_secret = read.secret(CLIENT_SECRET);
    let redirect = read.value(REDIRECT_URI);
    let post_logout = read.value(POST_LOGOUT_REDIRECT_URI);
    let asked_scopes = read.value(SCOPES);
    let acr = acr::Given::read(&mut read);
    let amr = read.value(ASK_AMR);
    let login_minutes = read.value(LOGIN_MINUTES);
    let id_token = read.value(ID_TOKEN_ALG);
    let userinfo = read.value(USERINFO_ALG);

    let mut mistakes = read.mistakes;
    let issuer = issuer::read(domain, &mut mistakes);
    let client_id = self::client_id(client_id, &mut mistakes);
    let client_secret = self::client_secret(client_secret, &mut mistakes);
    let redirect = own_url::read(REDIRECT_URI, redirect, CALLBACK_PATH, &mut mistakes);
    let post_logout = own_url::read(
        POST_LOGOUT_REDIRECT_URI,
        post_logout,
        LOGOUT_CALLBACK_PATH,
        &mut mistakes,
    );
    own_url::are_of_one_origin(redirect.as_ref(), post_logout.as_ref(), &mut mistakes);
    let own = [
        (REDIRECT_URI, redirect.as_ref()),
        (POST_LOGOUT_REDIRECT_URI, post_logout.as_ref()),
    ];
    own_url::may_be_registered(own, issuer.as_ref(), &mut mistakes);
    let scopes = scopes(asked_scopes, &mut mistakes);
    let acr_policy = acr::policy(acr, &mut mistakes);
    let ask_amr = flag(ASK_AMR, amr, true, &mut mistakes);
    let login_lifetime = login_lifetime(login_minutes, &mut mistakes);
    let id_token_alg = alg(ID_TOKEN_ALG, id_token, &mut mistakes);
    let userinfo_alg = match userinfo {
        Some(none) if none == "none" => None,
        other => Some(alg(USERINFO_ALG, other, &mut mistakes)),
    };

    match (issuer, client_id, client_secret, redirect, post_logout) {
        (Some(issuer), Some(client_id), Some(client_secret), Some(redirect), Some(post_logout))
            if mistakes.0.is_empty() =>
        {
            Ok(Config {
                issuer,
                client_id,
                client_secret,
                redirect_uri: RedirectUrl::from_url(redirect),
                post_logout_redirect_uri: PostLogoutRedirectUrl::from_url(post_logout),
                scopes,
                login_lifetime,
                acr_policy,
                ask_amr,
                id_token_signed_response_alg: id_token_alg,
                userinfo_signed_response_alg: userinfo_alg,
            })
        }
        _ => Err(mistakes),
    }
}

fn client_id(value: Option<String>, mistakes: &mut Mistakes) -> Option<ClientId> {
    let id = value.clone().filter(|id| is_graphic(id));
    if id.is_none() {
        let expected = "the client_id shown in ProConnect's partner space, without spaces";
        mistakes.note(CLIENT_ID, value.as_deref(), expected);
    }
    id.map(ClientId::new)
}

fn client_secret(value: Option<String>, mistakes: &mut Mistakes) -> Option<ClientSecret> {
    let usable = |secret: &String| secret.len() >= MIN_SECRET_LENGTH && is_graphic(secret);
    let secret = value.clone().filter(usable);
    if secret.is_none() {
        mistakes.note_secret(
            CLIENT_SECRET,
            value.as_deref(),
            "the client_secret shown in ProConnect's partner space (64 characters; never fewer \
             than 32), without spaces",
        );
    }
    secret.map(ClientSecret::new)
}

/// Whether the text is visible ASCII. A space, a line break or an accent comes from a copying
/// mistake.
fn is_graphic(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn scopes(value: Option<String>, mistakes: &mut Mistakes) -> Vec<Scope> {
    let text = value.unwrap_or_else(|| DEFAULT_SCOPES.to_owned());
    let scopes: Vec<Scope> = text
        .split_whitespace()
        .map(|s| Scope::new(s.to_owned()))
        .collect();
    // RFC 6749 3.3.
    let is_scope = |scope: &Scope| is_graphic(scope) && !scope.contains(['"', '\\', ',', ';']);
    if !scopes.iter().any(|scope| scope.as_str() == "openid") || !scopes.iter().all(is_scope) {
        let expected = format!(
            "openid and the other scopes that you need, separated by spaces: {DEFAULT_SCOPES}"
        );
        mistakes.note(SCOPES, Some(&text), expected);
    }
    scopes
}

/// Between one minute and the twelve hours of a session at `ProConnect`.
fn login_lifetime(value: Option<String>, mistakes: &mut Mistakes) -> TimeDelta {
    let Some(text) = value else {
        return DEFAULT_LOGIN_LIFETIME;
    };
    let minutes = text.parse::<u16>().ok();
    let minutes = minutes.filter(|minutes| (1..=720).contains(minutes));
    minutes.map_or_else(
        || {
            let default = DEFAULT_LOGIN_LIFETIME.num_minutes();
            let expected = format!("a whole number of minutes from 1 to 720 (default {default})");
            mistakes.note(LOGIN_MINUTES, Some(&text), expected);
            DEFAULT_LOGIN_LIFETIME
        },
        |minutes| TimeDelta::minutes(minutes.into()),
    )
}

fn alg(name: &'static str, value: Option<String>, mistakes: &mut Mistakes) -> SigningAlg {
    let Some(text) = value else {
        return SigningAlg::Rs256;
    };
    text.parse().unwrap_or_else(|_| {
        let or_none = if name == USERINFO_ALG {
            ", or none for plain JSON"
        } else {
            ""
        };
        let expected = format!(
            "RS256, ES256 or HS256{or_none}: as the client is registered in the partner space"
        );
        mistakes.note(name, Some(&text), expected);
        SigningAlg::Rs256
    })
}
