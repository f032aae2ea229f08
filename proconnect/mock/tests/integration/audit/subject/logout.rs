//! The end of a session: RP-Initiated Logout 1.0, and Back-Channel Logout 1.0.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jsonwebtoken::decode_header;
use maud::html;
use serde_json::{Map, Value};
use std::sync::Arc;
use url::Url;

use super::callback::once;
use super::pages::redirect;
use super::{Agent, Careless, Session, Subject, random};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// `POST /logout`
pub async fn begin(State(subject): State<Arc<Subject>>, headers: HeaderMap) -> Response {
    let site = headers.get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin")
        && !subject.is(Careless::LogoutCrossSite)
        && !subject.is(Careless::LogoutByGet)
    {
        return subject.refuse("cross-site");
    }
    let (id, session) = subject.session(&headers);
    let Some(agent) = session.agent.clone() else {
        if subject.is(Careless::LogoutFragile) {
            return subject.page(StatusCode::INTERNAL_SERVER_ERROR, &html! { "Erreur" });
        }
        return redirect("/", None);
    };
    let state = random();
    let next = Session {
        logout_state: Some(state.clone()),
        agent: session
            .agent
            .filter(|_| subject.is(Careless::LogoutAtReturn)),
        ..Session::default()
    };
    if let Some(id) = &id
        && !subject.is(Careless::LogoutKeepsSession)
    {
        subject.sessions().remove(id);
    }
    let cookie = subject.store(id.filter(|_| subject.is(Careless::LogoutAtReturn)), next);
    if subject.is(Careless::LogoutLocalOnly) {
        return redirect("/", Some(cookie));
    }
    redirect(subject.end_session(&agent, &state).as_str(), Some(cookie))
}

/// `GET /logout/callback`. The session is over already: a wrong state changes nothing.
pub async fn end(
    State(subject): State<Arc<Subject>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let (id, session) = subject.session(&headers);
    let state = once(&query.unwrap_or_default(), "state").ok().flatten();
    if let Some(id) = id
        && (session.logout_state.is_some() && session.logout_state == state
            || subject.is(Careless::ReturnUnchecked))
    {
        subject.sessions().remove(&id);
    }
    redirect("/", None)
}

/// `POST /logout/token`: Back-Channel Logout 1.0, section 2.5.
pub async fn token(State(subject): State<Arc<Subject>>, body: String) -> StatusCode {
    if subject.is(Careless::LogoutTokenIgnored) {
        return StatusCode::OK;
    }
    let Ok(Some(token)) = once(&body, "logout_token") else {
        return StatusCode::BAD_REQUEST;
    };
    let Ok(claims) = subject.verify_logout_token(&token).await else {
        return StatusCode::BAD_REQUEST;
    };
    let claim = |name| claims.get(name).and_then(Value::as_str);
    let (sub, sid) = (claim("sub"), claim("sid"));
    let is_over = |agent: &Agent| {
        sub.is_none_or(|sub| agent.sub == sub)
            && sid.is_none_or(|sid| agent.sid.as_deref() == Some(sid))
    };
    subject
        .sessions()
        .retain(|_, session| !session.agent.as_ref().is_some_and(is_over));
    StatusCode::OK
}

impl Subject {
    fn end_session(&self, agent: &Agent, state: &str) -> Url {
        let mut url = Url::parse(&format!("{}/session/end", self.issuer)).unwrap();
        let mut query = url.query_pairs_mut();
        if !self.is(Careless::LogoutWithoutHint) {
            query.append_pair("id_token_hint", &agent.id_token);
        }
        let back = &self.client.post_logout_redirect_uris[0];
        query
            .append_pair("post_logout_redirect_uri", back)
            .append_pair("state", state);
        drop(query);
        url
    }

    /// Section 2.6.
    async fn verify_logout_token(&self, token: &str) -> Result<Map<String, Value>, &'static str> {
        if self.is(Careless::LogoutTokenUnverified) {
            use base64::Engine;
            let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
            let payload = token.split('.').nth(1).ok_or("payload")?;
            let payload = engine.decode(payload).map_err(|_| "payload")?;
            return serde_json::from_slice(&payload).map_err(|_| "payload");
        }
        let typ = decode_header(token).map_err(|_| "header")?.typ;
        if typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("logout+jwt")) {
            return Err("typ");
        }
        let claims = self.verify(token, &self.keys().await?)?;
        let event = claims.get("events").and_then(|events| events.get(EVENT));
        if !event.is_some_and(Value::is_object) || claims.contains_key("nonce") {
            return Err("events");
        }
        let id = claims.get("jti").and_then(Value::as_str).ok_or("jti")?;
        if !self.received.lock().unwrap().insert(id.to_owned()) {
            return Err("jti");
        }
        Ok(claims)
    }
}
