use crate::server_functions::LogOut;
use leptos::{prelude::*, server_fn::ServerFn};

/// Ends the session here and at ProConnect. A form, because a link can be followed by a prefetch.
#[component]
pub fn LogOutButton() -> impl IntoView {
    view! {
        <form method="post" action=LogOut::url()>
            <button class="fr-btn fr-btn--secondary" type="submit">"Se déconnecter"</button>
        </form>
    }
}
