//! One function per variable; each either gives a value or notes a mistake.

use super::{
    CALLBACK_PATH, Config, DEFAULT_SCOPES, LOGOUT_CALLBACK_PATH, Mistakes, acr, is_secure,
};
use crate::{jws::SigningAlg, login_attempt::DEFAULT_LIFETIME};
use chrono::TimeDelta;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl, Scope};
use url::Url;

const DOMAIN: &str = "PROCONNECT_DOMAIN";
const CLIENT_ID: &str = "PROCONNECT_CLIENT_ID";
const CLIENT_SECRET: &str = "PROCONNECT_CLIENT_SECRET";
const REDIRECT_URI: &str = "PROCONNECT_REDIRECT_URI";
const POST_LOGOUT_REDIRECT_URI: &str = "PROCONNECT_POST_LOGOUT_REDIRECT_URI";
const SCOPES: &str = "PROCONNECT_SCOPES";
const SILENT_LOGIN: &str = "PROCONNECT_SILENT_LOGIN";
const LOGIN_MINUTES: &str = "PROCONNECT_LOGIN_MINUTES";
const ID_TOKEN_ALG: &str = "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG";
const USERINFO_ALG: &str = "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG";

/// A shorter secret than this is not one that ProConnect made, and too weak for HS256.
const MIN_SECRET_LENGTH: usize = 32;

pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Config, Mistakes> {
    let value = |name: &str| {
        variable(name)
            .map(|value| value.trim().to_owned())
            .filter(|v| !v.is_empty())
    };
    let mut mistakes = Mistakes::default();

    let issuer = issuer(value(DOMAIN), &mut mistakes);
    let client_id = client_id(value(CLIENT_ID), &mut mistakes);
    let client_secret = client_secret(value(CLIENT_SECRET), &mut mistakes);
    let redirect = own_url(
        REDIRECT_URI,
        value(REDIRECT_URI),
        CALLBACK_PATH,
        &mut mistakes,
    );
    let post_logout = own_url(
        POST_LOGOUT_REDIRECT_URI,
        value(POST_LOGOUT_REDIRECT_URI),
        LOGOUT_CALLBACK_PATH,
        &mut mistakes,
    );
    same_origin(redirect.as_ref(), post_logout.as_ref(), &mut mistakes);
    let scopes = scopes(value(SCOPES), &mut mistakes);
    let acr_policy = acr::policy(&value, &mut mistakes);
    let silent_login = flag(SILENT_LOGIN, value(SILENT_LOGIN), false, &mut mistakes);
    let login_lifetime = login_lifetime(value(LOGIN_MINUTES), &mut mistakes);
    let id_token_alg = alg(ID_TOKEN_ALG, value(ID_TOKEN_ALG), &mut mistakes);
    let userinfo_alg = match value(USERINFO_ALG) {
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
                silent_login,
                login_lifetime,
                acr_policy,
                id_token_signed_response_alg: id_token_alg,
                userinfo_signed_response_alg: userinfo_alg,
            })
        }
        _ => Err(mistakes),
    }
}

/// A bare host, or the issuer's whole URL: both are understood.
fn issuer(value: Option<String>, mistakes: &mut Mistakes) -> Option<IssuerUrl> {
    let cure = "the host that ProConnect gave you, for instance \
                fca.integ01.dev-agentconnect.fr (integration) or auth.agentconnect.gouv.fr \
                (production); or the full address, https://HOST/api/v2 (plain http for an issuer \
                on this machine only)";
    let issuer = value.as_deref().and_then(|text| {
        let address = match text.contains("://") {
            true => text.to_owned(),
            false if text.contains('/') => format!("https://{text}"),
            false => format!("https://{text}/api/v2"),
        };
        let url = Url::parse(&address).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let usable = plain && is_secure(&url) && url.path() == "/api/v2";
        usable.then(|| IssuerUrl::new(url.to_string()).ok())?
    });
    if issuer.is_none() {
        mistakes.note(DOMAIN, value.as_deref(), cure);
    }
    issuer
}

fn client_id(value: Option<String>, mistakes: &mut Mistakes) -> Option<ClientId> {
    if value.is_none() {
        mistakes.note(
            CLIENT_ID,
            None,
            "the client_id shown in ProConnect's partner space",
        );
    }
    value.map(ClientId::new)
}

fn client_secret(value: Option<String>, mistakes: &mut Mistakes) -> Option<ClientSecret> {
    let long_enough = |secret: &String| secret.len() >= MIN_SECRET_LENGTH;
    let secret = value.clone().filter(long_enough);
    if secret.is_none() {
        mistakes.note_secret(
            CLIENT_SECRET,
            value.as_deref(),
            "the client_secret shown in ProConnect's partner space (64 characters; never fewer \
             than 32)",
        );
    }
    secret.map(ClientSecret::new)
}

/// A URL of this application: its path is fixed, since the routes are.
fn own_url(
    name: &'static str,
    value: Option<String>,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<Url> {
    let url = value
        .as_deref()
        .and_then(|text| Url::parse(text).ok())
        .filter(|url| {
            let exact = url.path() == path && url.query().is_none() && url.fragment().is_none();
            exact && is_secure(url) && value.as_deref() == Some(url.as_str())
        });
    if url.is_none() {
        let cure = format!(
            "https://YOUR-HOST{path} (http://localhost:3000{path} on your own machine), exactly \
             as it is registered in ProConnect's partner space"
        );
        mistakes.note(name, value.as_deref(), cure);
    }
    url
}

/// A login and a logout that end on two origins could share no cookie.
fn same_origin(redirect: Option<&Url>, post_logout: Option<&Url>, mistakes: &mut Mistakes) {
    if let (Some(redirect), Some(post_logout)) = (redirect, post_logout)
        && redirect.origin() != post_logout.origin()
    {
        let cure = format!("an address of the same origin as {REDIRECT_URI}");
        mistakes.note(POST_LOGOUT_REDIRECT_URI, Some(post_logout.as_str()), cure);
    }
}

fn scopes(value: Option<String>, mistakes: &mut Mistakes) -> Vec<Scope> {
    let text = value.unwrap_or_else(|| DEFAULT_SCOPES.to_owned());
    let scopes: Vec<Scope> = text
        .split_whitespace()
        .map(|s| Scope::new(s.to_owned()))
        .collect();
    if !scopes.iter().any(|scope| scope.as_str() == "openid") {
        let cure = format!("openid and what else you need, separated by spaces: {DEFAULT_SCOPES}");
        mistakes.note(SCOPES, Some(&text), cure);
    }
    scopes
}

/// Between a minute and the twelve hours of a session at `ProConnect`.
fn login_lifetime(value: Option<String>, mistakes: &mut Mistakes) -> TimeDelta {
    let Some(text) = value else {
        return DEFAULT_LIFETIME;
    };
    let minutes = text.parse::<u16>().ok();
    let minutes = minutes.filter(|minutes| (1..=720).contains(minutes));
    minutes.map_or_else(
        || {
            let default = DEFAULT_LIFETIME.num_minutes();
            let cure = format!("a whole number of minutes from 1 to 720 (default {default})");
            mistakes.note(LOGIN_MINUTES, Some(&text), cure);
            DEFAULT_LIFETIME
        },
        |minutes| TimeDelta::minutes(minutes.into()),
    )
}

pub(super) fn flag(
    name: &'static str,
    value: Option<String>,
    default: bool,
    mistakes: &mut Mistakes,
) -> bool {
    match value.as_deref() {
        None => default,
        Some("true") => true,
        Some("false") => false,
        other => {
            mistakes.note(name, other, format!("true or false (default {default})"));
            default
        }
    }
}

fn alg(name: &'static str, value: Option<String>, mistakes: &mut Mistakes) -> SigningAlg {
    let Some(text) = value else {
        return SigningAlg::Rs256;
    };
    text.parse().unwrap_or_else(|_| {
        let or_none = if name == USERINFO_ALG { ", or none for plain JSON" } else { "" };
        let cure = format!(
            "RS256, ES256 or HS256{or_none}: what the client is registered with in the partner space"
        );
        mistakes.note(name, Some(&text), cure);
        SigningAlg::Rs256
    })
}
