use maud::{DOCTYPE, Markup, html};

use crate::MARKER;
use crate::search::{self, Search};

pub const STYLE: &str = include_str!("assets/mock-proconnect.css");
pub const SUBMIT_FORM: &str = include_str!("assets/submit-form.js");

/// `form-action` is missing on purpose: Chromium applies it to the redirect after a form, which
/// goes to the relying party. The icon is empty, so that browsers request none.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    script-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// The only script of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    None,
    /// Submits the page's form at once.
    SubmitForm,
}

/// A page of the mock, marked as one.
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
                // No link: the first Tab of the login page reaches the agents.
                header { p { "ProConnect simulé — aucune donnée réelle" } }
                main { (content) }
                footer { p { a href="/" { "Accueil de ce ProConnect simulé" } } }
            }
        }
    }
}

/// The button of a page whose script submits its form, for browsers without scripts.
pub fn submit_without_script() -> Markup {
    html! {
        noscript {
            p { "Votre navigateur n’exécute pas JavaScript." }
            button type="submit" { "Continuer" }
        }
    }
}

/// A part of a list, folded behind its title.
pub fn fold(title: &str, count: usize, open: bool, content: &Markup) -> Markup {
    html! {
        details open[open] {
            summary { (title) " (" (count) ")" }
            (content)
        }
    }
}

/// The form of a search, which returns to `page` with the parameter `recherche`.
pub fn search_field(page: &str, label: &str, search: &Search) -> Markup {
    html! {
        form.line role="search" method="get" action=(page) {
            label for=(search::PARAMETER) { (label) }
            input id=(search::PARAMETER) name=(search::PARAMETER) type="search" value=(search.typed());
            " "
            button type="submit" { "Chercher" }
            @if !search.is_empty() {
                " " a href=(page) { "Tout montrer" }
            }
        }
    }
}
