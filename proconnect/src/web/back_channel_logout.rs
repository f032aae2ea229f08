//! The logout that the issuer begins (OpenID Connect Back-Channel Logout 1.0): its server sends a logout
//! token, and the sessions that the token names end. No browser takes part: no cookie and no session is
//! read.

use super::{
    AgentHash, AuditAction, AuditedAgent, AuditedRequest, EndedBy, IssuerSessionHash, ProConnect,
    Refused, Selection,
};
use crate::{error::BackChannelLogoutError, login_attempt::Outcome, logout_token::LogoutSubject};
use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;
use std::sync::Arc;
use url::form_urlencoded;

/// The back-channel logout, a `POST` of the issuer's server. It is registered at the issuer as
/// `backchannel_logout_uri`.
pub const BACK_CHANNEL_LOGOUT_PATH: &str = "/auth/proconnect/backchannel-logout";

/// Longest form, in bytes: the longest logout token, and members that are ignored.
const BODY_LIMIT: usize = 16 * 1024;

/// The route that receives logout tokens. It must be outside the same-origin check, since the issuer's
/// server sends neither `Origin` nor `Sec-Fetch-Site`.
///
/// It answers 404 unless the issuer's metadata has `backchannel_logout_supported: true`, and the state has
/// a [`SessionRegistry`](super::SessionRegistry).
pub fn back_channel_routes<S>(proconnect: ProConnect) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route(BACK_CHANNEL_LOGOUT_PATH, post(back_channel_logout))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(map_response(forbid_storing))
        .with_state(proconnect)
}

/// 2.8: no cache stores an answer, whatever its status.
async fn forbid_storing(mut response: Response) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    response
}

/// Verifies the token and ends the sessions. Sessions that are unknown here, or over, are a success (2.7).
async fn back_channel_logout(
    State(proconnect): State<ProConnect>,
    request: Option<Extension<Arc<AuditedRequest>>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let by_headers = || Arc::new(AuditedRequest::with_headers(&headers));
    let from = request.map_or_else(by_headers, |Extension(request)| request);
    match end_sessions(&proconnect, &headers, &body, &from).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(BackChannelLogoutError::NotSupported) => StatusCode::NOT_FOUND.into_response(),
        Err(BackChannelLogoutError::Token(error)) => {
            let refusal = AuditAction::LogoutTokenRefusal(error);
            proconnect.record(refusal, None, Some(from));
            // 2.8. The reason is for the audit trail: a stranger must not learn which check failed.
            let answer = Json(json!({"error": "invalid_request"}));
            (StatusCode::BAD_REQUEST, answer).into_response()
        }
        // 503: the issuer sends the token again.
        Err(BackChannelLogoutError::Unavailable(refusal)) => Refused::from(refusal).into_response(),
    }
}

async fn end_sessions(
    proconnect: &ProConnect,
    headers: &HeaderMap,
    body: &[u8],
    from: &Arc<AuditedRequest>,
) -> Result<(), BackChannelLogoutError> {
    let registry = proconnect.registry.as_ref();
    let registry = registry.ok_or(BackChannelLogoutError::NotSupported)?;
    let relying_party = &proconnect.relying_party;
    let token = logout_token(headers, body);
    let token = relying_party.verify_logout_token(token).await?;
    let ended = registry.end(&selection(&token.subject)).await?;
    let used = relying_party.used_attempts();
    used.end(&token.use_id, Outcome::Succeeded).await;
    for ended in ended {
        let who = AuditedAgent::of_session(ended.agent, Some(ended.reference));
        let action = AuditAction::SessionEnded(EndedBy::Issuer);
        proconnect.record(action, Some(who), Some(Arc::clone(from)));
    }
    Ok(())
}

/// The field `logout_token` of the form (2.5); `None` when it is absent, empty or given twice. Other fields
/// are ignored.
fn logout_token(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let media_type = media_type.split(';').next()?.trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return None;
    }
    let fields = form_urlencoded::parse(body);
    let mut tokens = fields.filter(|(name, _)| name == "logout_token");
    match (tokens.next(), tokens.next()) {
        (Some((_, token)), None) if !token.is_empty() => Some(token.into_owned()),
        _ => None,
    }
}

fn selection(subject: &LogoutSubject) -> Selection {
    match subject {
        LogoutSubject::Session(sid, sub) => {
            let agent = sub.as_ref().map(AgentHash::of);
            Selection::OfIssuerSession(IssuerSessionHash::of(sid), agent)
        }
        LogoutSubject::Agent(sub) => Selection::AllOf(AgentHash::of(sub)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_has_one_logout_token() {
        let form = "application/x-www-form-urlencoded";
        let read = |media_type: &str, body: &str| {
            let media_type = HeaderValue::from_str(media_type).unwrap();
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
            logout_token(&headers, body.as_bytes())
        };
        for body in ["logout_token=a.b.c", "other=1&logout_token=a.b.c&other=2"] {
            assert_eq!(read(form, body).as_deref(), Some("a.b.c"), "{body}");
        }
        let with_charset = read(&format!("{form}; charset=utf-8"), "logout_token=a");
        assert_eq!(with_charset.as_deref(), Some("a"));
        for body in [
            "",
            "logout_token",
            "logout_token=",
            "logout_token=a&logout_token=a",
            "Logout_token=a",
            "id_token=a",
        ] {
            assert_eq!(read(form, body), None, "{body}");
        }
        assert_eq!(read("application/json", "logout_token=a"), None);
        assert_eq!(logout_token(&HeaderMap::new(), b"logout_token=a"), None);
    }
}
