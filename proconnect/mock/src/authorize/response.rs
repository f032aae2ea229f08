use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::redirect_uri::{with_fragment, with_query};
use crate::oauth_error::OAuthError;
use crate::page::{self, Script};
use crate::parameters::Parameters;

/// How the response is sent: OAuth 2.0 Multiple Response Types, and Form Post Response Mode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ResponseMode {
    Query,
    Fragment,
    FormPost,
    /// As a link that the person clicks when they want. No request selects this mode; a fault does.
    Link,
}

/// Where a response is sent, and the parameters of every response.
#[derive(Clone)]
pub struct ResponseTarget {
    pub redirect_uri: String,
    pub mode: ResponseMode,
    pub state: Option<String>,
    /// RFC 9207
    pub issuer: String,
}

/// A code or an error, on its way to the relying party.
pub struct AuthorizationResponse {
    redirect_uri: String,
    pub mode: ResponseMode,
    pub members: Vec<(&'static str, String)>,
}

impl ResponseMode {
    fn parse(mode: &str) -> Option<Self> {
        match mode {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }

    /// The requested mode, or that of the response type. Errors are sent in this mode, even if the
    /// mode itself is the error.
    pub fn of_errors(parameters: &Parameters) -> Self {
        parameters
            .get("response_mode")
            .and_then(Self::parse)
            .unwrap_or_else(|| {
                if asks_for_tokens(parameters) {
                    Self::Fragment
                } else {
                    Self::Query
                }
            })
    }

    /// # Errors
    /// `unsupported_response_mode`, or a mode that would put tokens in a query.
    pub fn requested(parameters: &Parameters) -> Result<(), OAuthError> {
        let Some(mode) = parameters.get("response_mode") else {
            return Ok(());
        };
        match Self::parse(mode) {
            None => Err(OAuthError::new(
                "unsupported_response_mode",
                "unsupported response_mode requested",
            )),
            Some(Self::Query) if asks_for_tokens(parameters) => Err(OAuthError::invalid_request(
                "response_mode not allowed for this response_type",
            )),
            Some(_) => Ok(()),
        }
    }
}

/// True when the response type contains a token; `id_token` counts.
fn asks_for_tokens(parameters: &Parameters) -> bool {
    parameters
        .get("response_type")
        .is_some_and(|response_type| response_type.contains("token"))
}

impl ResponseTarget {
    pub fn code(&self, code: String) -> AuthorizationResponse {
        self.respond(vec![("code", code)])
    }

    pub fn error(&self, error: &str, description: &str) -> AuthorizationResponse {
        self.respond(vec![
            ("error", error.to_owned()),
            ("error_description", description.to_owned()),
        ])
    }

    pub fn refusal(&self, error: OAuthError) -> AuthorizationResponse {
        let mut members = vec![
            ("error", error.error.to_owned()),
            ("error_description", error.description),
        ];
        members.extend(error.scope.map(|scope| ("scope", scope)));
        self.respond(members)
    }

    fn respond(&self, mut members: Vec<(&'static str, String)>) -> AuthorizationResponse {
        members.extend(self.state.clone().map(|state| ("state", state)));
        members.push(("iss", self.issuer.clone()));
        AuthorizationResponse {
            redirect_uri: self.redirect_uri.clone(),
            mode: self.mode,
            members,
        }
    }
}

impl AuthorizationResponse {
    fn location(&self) -> String {
        let members = self.members.iter();
        let members: Vec<_> = members.map(|(name, value)| (*name, &**value)).collect();
        match self.mode {
            ResponseMode::Fragment => with_fragment(&self.redirect_uri, &members),
            _ => with_query(&self.redirect_uri, &members),
        }
    }

    fn form(&self) -> Response {
        let is_error = self.members.iter().any(|(name, _)| *name == "error");
        let status = if is_error {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        };
        let body = page::page(
            "Submitting Callback",
            Script::SubmitForm,
            &html! {
                form method="post" action=(self.redirect_uri) {
                    @for (name, value) in &self.members {
                        input type="hidden" name=(name) value=(value);
                    }
                    (page::submit_without_script())
                }
            },
        );
        (status, body).into_response()
    }
}

impl IntoResponse for AuthorizationResponse {
    fn into_response(self) -> Response {
        if self.mode == ResponseMode::FormPost {
            return self.form();
        }
        let location = self.location();
        if self.mode == ResponseMode::Link {
            return link(&location).into_response();
        }
        (
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            Redirect::to(&location),
        )
            .into_response()
    }
}

fn link(location: &str) -> Markup {
    let content = html! {
        h1 { "Retour retenu" }
        p {
            "Ce lien mène au service. Suivez-le plus tard, plusieurs fois, ou dans un autre \
             navigateur."
        }
        a.button href=(location) { "Revenir au service" }
    };
    page::page("Retour retenu", Script::None, &content)
}
