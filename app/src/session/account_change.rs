use super::log_in::LogInForm;
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo};

/// A login with another account. When the hint is another address than its session's, ProConnect
/// leaves that session and asks the identity provider of the new address.
#[component]
pub fn AccountChange(
    /// The page to show after the login.
    return_to: Option<ReturnTo>,
    /// The level that this page requires.
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <LogInForm return_to level>
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
        </LogInForm>
    }
}
