use crate::form::respond;
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::web::{self, ProConnect};

/// Ends the session here, then at `ProConnect`, which redirects the browser back.
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

/// Ends the session here and at ProConnect: a
/// [bouton](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bouton) in a form,
/// because a link can be followed by a prefetch.
#[component]
pub fn LogOutButton(
    /// The label of the button.
    #[prop(default = "Se déconnecter")]
    text: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action=LogOut::url()>
            <button class="fr-btn fr-btn--secondary" type="submit">{text}</button>
        </form>
    }
}
