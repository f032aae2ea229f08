use crate::server_functions::LogOut;
use leptos::{prelude::*, server_fn::ServerFn};

/// Ends the session here and at ProConnect: a
/// [bouton](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bouton) in a form,
/// because a link can be followed by a prefetch.
#[component]
pub fn LogOutButton(
    /// What the button says.
    #[prop(default = "Se déconnecter")]
    text: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action=LogOut::url()>
            <button class="fr-btn fr-btn--secondary" type="submit">{text}</button>
        </form>
    }
}
