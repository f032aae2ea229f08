use super::log_in::LogInForm;
use crate::agent::Agent;
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo};

/// A login with another account. When the hint is another address than its session's, ProConnect
/// leaves that session and asks the identity provider of the new address. The new session replaces the
/// current one, and the agent returns to the page that was asked for.
#[component]
pub fn AccountChange(
    /// The page to show after the login.
    return_to: Option<ReturnTo>,
    /// The level that this page requires.
    level: AcrLevel,
    /// Whether the change is the main action of the page.
    #[prop(default = true)]
    is_main: bool,
) -> impl IntoView {
    let class = if is_main {
        "fr-btn"
    } else {
        "fr-btn fr-btn--secondary"
    };
    // Before a session is open, there is no account to change.
    let (label, action) = match use_context::<Agent>() {
        Some(_) => (
            "Adresse électronique professionnelle de l’autre compte",
            "Changer de compte",
        ),
        None => (
            "Une autre adresse électronique professionnelle",
            "Se connecter avec cette adresse",
        ),
    };
    view! {
        <LogInForm return_to level>
            <div class="fr-input-group">
                <label class="fr-label" for="login-hint">
                    {label}
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
            <button class=class type="submit">{action}</button>
        </LogInForm>
    }
}
