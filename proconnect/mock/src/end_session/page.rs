use maud::{Markup, html};

use crate::page::{Script, page, submit_without_script};

/// Sends itself to the second step; nobody is asked.
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

/// At an identity provider that does not send the agent back.
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
        p { "Vous êtes déconnecté. Vous pouvez fermer cette fenêtre." }
    };
    page("Déconnexion", Script::None, &content)
}
