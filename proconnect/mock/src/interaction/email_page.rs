use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::page::{Script, page};

/// The page that asks for the code of an e-mail, and shows the e-mail.
pub struct EmailPage<'a> {
    pub email: &'a str,
    pub code: &'a str,
    /// The path at which another code is requested.
    pub resend: &'a str,
    /// Time until another code may be requested, in seconds.
    pub wait: u64,
    /// Why the code that was typed is not accepted.
    pub mistake: Option<CodeMistake>,
}

/// ProConnect shows its page again, with a message. The mock adds the code that ProConnect logs.
#[derive(Clone, Copy)]
pub enum CodeMistake {
    Wrong,
    /// Tries are allowed again after this time, in seconds.
    TooManyTries(u64),
}

impl CodeMistake {
    fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Wrong => ("Y170003", "wrong code"),
            Self::TooManyTries(_) => ("Y170001", "too many tries"),
        }
    }

    /// In French.
    fn message(self) -> String {
        match self {
            Self::Wrong => {
                "ce code n’est pas le bon. Recopiez les huit chiffres du message.".into()
            }
            Self::TooManyTries(wait) => {
                format!("trop d’essais. Recommencez dans {}.", minutes(wait))
            }
        }
    }
}

impl IntoResponse for EmailPage<'_> {
    fn into_response(self) -> Response {
        if self.mistake.is_none() {
            return self.page("Vérification").into_response();
        }
        let page = self.page("Erreur\u{a0}: vérification");
        (StatusCode::BAD_REQUEST, page).into_response()
    }
}

impl EmailPage<'_> {
    fn page(&self, title: &str) -> Markup {
        let content = html! {
            h1 { "Vérifier votre adresse électronique" }
            p { "Un code à huit chiffres a été envoyé à " bdi { (self.email) } "." }
            form.line method="post" {
                label for="code" { "Code reçu\u{a0}:" }
                (self.field())
                " "
                button type="submit" { "Vérifier" }
            }
            @if let Some(mistake) = self.mistake {
                (error(mistake))
            }
            p.detail data-testid="email" { "Message reçu\u{a0}: votre code est " (self.code) }
            @if self.wait == 0 {
                form method="post" action=(self.resend) {
                    button type="submit" { "Recevoir un autre code" }
                }
            } @else {
                p.detail { "Un autre code pourra être demandé dans " (minutes(self.wait)) "." }
            }
        };
        page(title, Script::None, &content)
    }

    /// After a mistake, the field has the focus and the message describes the field.
    fn field(&self) -> Markup {
        let is_wrong = self.mistake.is_some();
        html! {
            input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required
                autofocus[is_wrong] aria-invalid=[is_wrong.then_some("true")]
                aria-describedby=[is_wrong.then_some("code-error")];
        }
    }
}

fn error(mistake: CodeMistake) -> Markup {
    let (code, message) = mistake.code();
    html! {
        p.error id="code-error" { "Erreur\u{a0}: " (mistake.message()) }
        p.detail data-testid="error-code" { "code erreur\u{a0}: " (code) }
        p.detail data-testid="error-message" { "message erreur\u{a0}: \"" (message) "\"" }
    }
}

/// Rounded up, in French.
fn minutes(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        1 => "une minute".to_owned(),
        minutes => format!("{minutes}\u{a0}minutes"),
    }
}
