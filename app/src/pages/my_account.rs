/// The claims, in words.
mod identity;
/// The claims, as ProConnect wrote them.
mod support;

use super::page_head::PageHead;
use crate::{
    agent::Agent, components::link::mailto, document::kept::kept,
    open_sessions::page::PATH as OPEN_SESSIONS, page::ACCOUNT, paris_time,
    session::account_change::AccountChange,
};
use chrono::DateTime;
use identity::identity;
use leptos::prelude::*;
use proconnect::AcrLevel;
use support::support_details;

/// The identity that ProConnect sent, in words; then what the agent can do about it.
#[component]
pub fn MyAccountPage(agent: Agent) -> impl IntoView {
    view! {
        <PageHead/>
        <p class="fr-text--lead">
            "Voici ce que ProConnect a transmis à votre sujet. Une erreur\u{a0}? Votre organisation \
            peut la corriger\u{a0}; l’équipe du service peut vous dire à qui vous adresser."
        </p>
        {identity(&agent)}
        {session(&agent)}
        {kept("account actions", || view! { <Actions/> })}
        {support_details(&agent)}
    }
}

fn session(agent: &Agent) -> impl IntoView + use<> {
    let began = DateTime::from_timestamp(agent.session_began_at, 0);
    let began = began.map(paris_time::in_words).unwrap_or_default();
    view! {
        <h2>"Votre session"</h2>
        <p>
            "Votre session s’est ouverte le " {began} ". "
            {session_end(agent.session_ends_at, agent.session_seconds_left)}
        </p>
    }
}

/// The logout is in the header of every page: a second button of the same name would be ambiguous.
#[component]
fn Actions() -> impl IntoView {
    let report = mailto(
        "Une information me concernant est fausse",
        "Bonjour,\n\nSur la page «\u{a0}Mon compte\u{a0}», cette information est fausse\u{a0}:\n\n",
    );
    view! {
        <section class="app-screen-only">
            <h2>"Que souhaitez-vous faire\u{a0}?"</h2>
            <ul class="app-ways-on">
                <li><a class="fr-btn fr-btn--secondary" href=report>"Signaler une erreur"</a></li>
                <li><a class="fr-btn fr-btn--secondary" href=OPEN_SESSIONS>"Voir mes connexions"</a></li>
            </ul>
            <details class="fr-accordion">
                <summary class="fr-accordion__btn">
                    <h3 class="fr-accordion__title">"Changer de compte"</h3>
                </summary>
                <div class="app-accordion__content">
                    <p>
                        "Une autre adresse professionnelle\u{a0}? Saisissez-la\u{a0}: la session de \
                        l’autre compte remplacera la session actuelle."
                    </p>
                    <AccountChange return_to=ACCOUNT.parse().ok() level=AcrLevel::Site/>
                </div>
            </details>
        </section>
    }
}

fn session_end(ends_at: i64, seconds_left: u64) -> String {
    let ends_at = DateTime::from_timestamp(ends_at, 0).unwrap_or_default();
    let minutes = seconds_left.div_ceil(60);
    let plural = if minutes > 1 { "s" } else { "" };
    format!(
        "Sans nouvelle action de votre part, elle se terminera à {}, dans {minutes}\u{a0}minute{plural}.",
        paris_time::hour(ends_at),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_session_is_given_in_minutes_and_by_the_hour() {
        assert!(session_end(0, 1800).contains("dans 30\u{a0}minutes."));
        assert!(session_end(0, 30).contains("dans 1\u{a0}minute."));
        assert!(session_end(0, 30).contains("à 1\u{a0}h\u{a0}00,"));
    }
}
