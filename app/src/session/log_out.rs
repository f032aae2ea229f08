use crate::form::respond;
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::web::{self, ProConnect};

/// Ends the session here, then redirects the browser to `ProConnect`, which ends its own session
/// and redirects back.
///
/// # Errors
/// As [`log_in`](super::log_in::log_in()).
#[server(prefix = "/auth", endpoint = "proconnect/logout")]
pub async fn log_out() -> Result<(), ServerFnError> {
    let headers = leptos_axum::extract().await?;
    let current = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    respond(web::log_out(&proconnect, &current, &headers).await);
    Ok(())
}

/// A [bouton](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bouton) that
/// ends the session here and at ProConnect. It is a form: a browser that prefetches links would
/// follow a link.
#[component]
pub fn LogOutButton() -> impl IntoView {
    view! {
        <form method="post" action=LogOut::url()>
            <button class="fr-btn fr-btn--secondary" type="submit">"Se déconnecter"</button>
        </form>
    }
}
