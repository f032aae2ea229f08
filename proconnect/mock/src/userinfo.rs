use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value};
use std::sync::Arc;

use crate::authorize::names;
use crate::cors::refuse_origin;
use crate::discovery::claims_of;
use crate::fault::{Fault, Jwt, Regarding};
use crate::issuer::Issuer;
use crate::jwt;
use crate::oauth_error::{JSON, OAuthError};
use crate::parameters::Parameters;
use crate::personas::Persona;

const NO_ACCESS_TOKEN: &str = "no access token provided";

/// `GET` or `POST /userinfo`
pub async fn answer(
    State(issuer): State<Arc<Issuer>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    access_token(&headers, &query, &form)
        .and_then(|access_token| {
            let scope = query.get("scope").or_else(|| form.get("scope"));
            respond(&issuer, &headers, access_token, scope)
        })
        .unwrap_or_else(|error| refuse(&issuer.url, error))
}

/// The token, which must be in exactly one place: RFC 6750, section 2.
fn access_token<'a>(
    headers: &'a HeaderMap,
    query: &'a Parameters,
    form: &'a Parameters,
) -> Result<&'a str, OAuthError> {
    let header = headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok());
    let places = [header, query.get("access_token"), form.get("access_token")];
    let found: Vec<&str> = places.into_iter().flatten().collect();
    match (found[..].first(), header) {
        (None, _) => Err(OAuthError::invalid_request(NO_ACCESS_TOKEN)),
        _ if found.len() > 1 => Err(OAuthError::invalid_request(
            "access token must only be provided using one mechanism",
        )),
        (Some(_), Some(header)) => bearer(header),
        (Some(token), None) => Ok(token),
    }
}

fn bearer(header: &str) -> Result<&str, OAuthError> {
    match header.split(' ').collect::<Vec<_>>()[..] {
        [scheme, token] if scheme.eq_ignore_ascii_case("bearer") => Ok(token),
        [_, _] => Err(OAuthError::invalid_request(
            "authorization header scheme must be `Bearer`",
        )),
        _ => Err(OAuthError::invalid_request(
            "invalid authorization header value format",
        )),
    }
}

/// The claims of `scope`, if it is given, instead of those of the token.
fn respond(
    issuer: &Issuer,
    headers: &HeaderMap,
    access_token: &str,
    scope: Option<&str>,
) -> Result<Response, OAuthError> {
    let invalid_token = || {
        OAuthError::new("invalid_token", "invalid token provided")
            .with_status(StatusCode::UNAUTHORIZED)
    };
    let now = issuer.clock.now();
    let store = issuer.store();
    let token = store
        .access_tokens
        .get(access_token, now)
        .filter(|token| token.authorization.is_alive(&store, now))
        .ok_or_else(invalid_token)?;
    check_scope(&token.scope, scope)?;
    let client = issuer
        .client(&token.authorization.client_id)
        .ok_or_else(invalid_token)?;
    refuse_origin(headers, client)?;
    let identity = token.authorization.identity(issuer, &store)?;
    let requested = &token.authorization.claims.userinfo;
    let mut claims = claims(identity, scope.unwrap_or(&token.scope), requested);
    let mut alg = client.userinfo_signed_response_alg;
    let of_login = &token.authorization.faults;
    let faults = jwt::faults(issuer, client, of_login, Jwt::Userinfo);
    for fault in &faults {
        if let Fault::Userinfo(fault) = fault {
            fault.change(&mut claims);
            alg = fault.change_format(alg);
        }
    }
    let regarding = Extension(Regarding {
        client_id: Some(client.client_id.clone()),
        faults: of_login.clone(),
    });
    let no_store = (CACHE_CONTROL, "no-store");
    let Some(alg) = alg else {
        let headers = [(CONTENT_TYPE, JSON), no_store];
        return Ok((regarding, headers, Json(claims)).into_response());
    };
    claims.insert("aud".into(), client.client_id.clone().into());
    claims.insert("exp".into(), token.expires_at.into());
    claims.insert("iat".into(), now.into());
    claims.insert("iss".into(), issuer.url.clone().into());
    let jwt = jwt::issue(issuer, client, "JWT", alg, claims, &faults)?;
    let jwt_type = (CONTENT_TYPE, "application/jwt; charset=utf-8");
    Ok((regarding, [jwt_type, no_store], jwt).into_response())
}

/// The scopes of the token must contain `openid`, and all those of the request.
fn check_scope(granted: &str, requested: Option<&str>) -> Result<(), OAuthError> {
    let refuse = |description, scope: String| {
        let error = OAuthError::new("insufficient_scope", description);
        Err(error.with_status(StatusCode::FORBIDDEN).with_scope(scope))
    };
    let is_missing = |scope: &&str| !granted.split(' ').any(|granted| granted == *scope);
    if is_missing(&"openid") {
        return refuse("access token missing openid scope", "openid".to_owned());
    }
    let requested = requested.unwrap_or_default().split_whitespace();
    let missing: Vec<&str> = requested.filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    refuse("access token missing requested scope", missing.join(" "))
}

/// The claims of `scope`, and those that the `claims` parameter of the login names; `null` ones too.
fn claims(persona: &Persona, scope: &str, requested: &Map<String, Value>) -> Map<String, Value> {
    let by_scope = scope
        .split(' ')
        .flat_map(|scope| claims_of(scope).iter().copied());
    let by_name = names(requested);
    by_scope
        .chain(by_name)
        .filter_map(|name| Some((name.to_owned(), persona.claims.get(name)?.clone())))
        .collect()
}

/// RFC 6750, section 3: the challenge names no error when the token is missing. A failure of the
/// server has no challenge.
fn refuse(issuer: &str, error: OAuthError) -> Response {
    if error.status.is_server_error() {
        return error.into_response();
    }
    let mut fields = vec![("realm", issuer)];
    if error.description != NO_ACCESS_TOKEN {
        fields.push(("error", error.error));
        fields.push(("error_description", &error.description));
        fields.extend(error.scope.as_deref().map(|scope| ("scope", scope)));
    }
    let fields: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    let challenge = format!("Bearer {}", fields.join(", "));
    ([(WWW_AUTHENTICATE, challenge)], error).into_response()
}
