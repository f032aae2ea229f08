use crate::server_functions::LogIn;
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::acr_policy::AcrLevel;

/// A login with another account. Given another address than its session's, ProConnect leaves that
/// session and asks the identity provider of the new address.
#[component]
pub fn AccountChange(
    /// The path to show after the login.
    return_to: Option<String>,
    /// What the page there needs.
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <form method="post" action=LogIn::url()>
            {return_to.map(|path| view! { <input type="hidden" name="return_to" value=path/> })}
            {level.as_field().map(|level| view! { <input type="hidden" name="level" value=level/> })}
            <div class="fr-input-group">
                <label class="fr-label" for="login-hint">
                    "Adresse électronique professionnelle"
                    <span class="fr-hint-text">"Format attendu\u{a0}: nom@organisation.fr"</span>
                </label>
                <input
                    class="fr-input"
                    id="login-hint"
                    name="login_hint"
                    type="email"
                    autocomplete="email"
                    required
                />
            </div>
            <button class="fr-btn" type="submit">"Changer de compte"</button>
        </form>
    }
}
