use maud::{Markup, html};

use crate::page::{Script, page, submit_without_script};

/// A page that submits itself to the second step, without a question.
pub fn confirm(xsrf: &str) -> Markup {
    let content = html! {
        h1 { "Déconnexion" }
        form id="op.logoutForm" method="post" action="/api/v2/session/end/confirm" {
            input type="hidden" name="xsrf" value=(xsrf);
            input type="hidden" name="logout" value="yes";
            (submit_without_script())
        }
    };
    page("Déconnexion", Script::SubmitForm, &content)
}

/// The page of an identity provider that does not redirect back.
pub fn stranded() -> Markup {
    let content = html! {
        h1 { "Déconnexion du fournisseur d’identité" }
        p { "Ce fournisseur d’identité ne vous renvoie nulle part." }
    };
    page("Déconnexion", Script::None, &content)
}

pub fn success() -> Markup {
    let content = html! {
        h1 { "Déconnexion" }
        p { "Votre session ProConnect est fermée. Vous pouvez fermer cette fenêtre." }
    };
    page("Déconnexion", Script::None, &content)
}
