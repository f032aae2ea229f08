use maud::{DOCTYPE, Markup, html};

use crate::MARKER;

pub const STYLE: &str = include_str!("assets/mock-proconnect.css");
pub const SUBMIT_FORM: &str = include_str!("assets/submit-form.js");

/// `form-action` is left out on purpose: Chromium applies it to the redirect that answers a form,
/// and that one leads to the relying party. The icon is empty, so that none is asked for.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    script-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// The one script that a page may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    None,
    /// Submits the page's form at once.
    SubmitForm,
}

/// A page of the mock, which says that it is one.
pub fn page(title: &str, script: Script, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(MARKER);
                title { (title) " - ProConnect simulé" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/css/mock-proconnect.css";
                @if script == Script::SubmitForm {
                    script src="/js/submit-form.js" defer {}
                }
            }
            body {
                header { p { "ProConnect simulé — aucune donnée réelle" } }
                main { (content) }
            }
        }
    }
}

/// For a page whose script submits its form: what to press when scripts do not run.
pub fn submit_without_script() -> Markup {
    html! {
        noscript {
            p { "Votre navigateur n’exécute pas JavaScript." }
            button type="submit" { "Continuer" }
        }
    }
}
