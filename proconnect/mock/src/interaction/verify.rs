use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use std::sync::Arc;

use super::{find, found, path};
use crate::authorize::AuthorizationRequest;
use crate::error_page::ErrorPage;
use crate::issuer::Issuer;
use crate::login;
use crate::personas::Persona;
use crate::refusal::Refusal;
use crate::session::{self, Session};
use crate::store::Store;

/// `GET /interaction/{uid}/verify`: single sign-on, by a session that the interaction has found
/// reusable.
pub async fn get(State(issuer): State<Arc<Issuer>>, jar: CookieJar) -> Result<Response, ErrorPage> {
    let mut store = issuer.store();
    let (uid, request) = find(&issuer, &store, &jar)?;
    let request = request.clone();
    let Some((id, session, persona)) = reusable(&issuer, &store, &jar, &request) else {
        return Ok(found(&path(&uid)));
    };
    let is_silent = session.is_silent;
    let now = issuer.clock.now();
    let refused = login::refusal(&issuer, persona, &request, &[]);
    // ProConnect then redirects the browser to and fro between this address and the interaction.
    if refused == Some(Refusal::IdpDisabled) && !is_silent {
        return Ok(found(&path(&uid)));
    }
    store.interactions.remove(&uid, now);
    Ok(match refused {
        Some(Refusal::IdpDisabled) => request
            .target
            .error("login_required", "end-user authentication is required")
            .into_response(),
        Some(refusal) => login::refuse(&mut store, jar, refusal, request, now),
        None => login::respond(&issuer, &mut store, jar, &id, persona, request, &[]),
    })
}

/// The browser's session, its key and its agent, if it may answer `request`.
pub fn reusable<'issuer, 'store>(
    issuer: &'issuer Issuer,
    store: &'store Store,
    jar: &CookieJar,
    request: &AuthorizationRequest,
) -> Option<(String, &'store Session, &'issuer Persona)> {
    let (id, session) = session::current(store, jar, issuer.clock.now())?;
    let persona = issuer.persona(&session.persona)?;
    // ProConnect loses a request without `state`.
    let is_reusable =
        request.target.state.is_some() && session::is_reusable(session, persona, request);
    is_reusable.then_some((id, session, persona))
}
