use super::{Explanation, NextStep, explain};
use crate::{
    components::{alert::Alert, link::MailLink, severity::Severity},
    document::title::Title,
    session::{account_change::AccountChange, log_in::ProConnectButton, log_out::LogOutButton},
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo, error::Refusal};

/// The page of a refusal: the explanation, the next step, and the contact.
#[component]
pub fn RefusalPage(
    refusal: Refusal,
    reference: String,
    return_to: Option<ReturnTo>,
    level: AcrLevel,
) -> impl IntoView {
    let Explanation {
        title,
        what_happened,
        what_to_do,
        contact,
        next_step,
    } = explain(refusal);
    let reference = (!reference.is_empty()).then(|| {
        view! {
            <li>"Référence\u{a0}: " <code>{reference}</code></li>
        }
    });
    view! {
        <Title text=*title/>
        <div class="app-narrow">
            <h1>{*title}</h1>
            <Alert severity=Severity::Error>
                <p>{*what_happened}</p>
            </Alert>
            <h2>"Que faire\u{a0}?"</h2>
            <p>{*what_to_do}</p>
            <WayOut next_step=*next_step return_to level/>
            <h2>"À qui demander de l’aide\u{a0}?"</h2>
            <p>{*contact}</p>
            <p>
                "Équipe du service\u{a0}: "
                <MailLink/>
            </p>
            <ul class="app-reference">
                {reference}
                <li>"Code\u{a0}: " <code>{refusal.code()}</code></li>
            </ul>
        </div>
    }
}

#[component]
fn WayOut(next_step: NextStep, return_to: Option<ReturnTo>, level: AcrLevel) -> impl IntoView {
    match next_step {
        NextStep::StartAgain => view! { <ProConnectButton return_to level/> }.into_any(),
        NextStep::ChangeAccount => view! { <AccountChange return_to level/> }.into_any(),
        NextStep::LogOut => view! { <LogOutButton text="Changer de compte"/> }.into_any(),
        NextStep::BackHome => {
            view! { <a class="fr-btn" href="/">"Retour à l’accueil"</a> }.into_any()
        }
    }
}
