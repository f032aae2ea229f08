use crate::{
    components::{
        account_change::AccountChange, alert::Alert, link::MailLink, log_out_button::LogOutButton,
        proconnect_button::ProConnectButton, severity::Severity,
    },
    document::Document,
    refusals::{Explanation, Remedy, explain},
    site_map::HOME,
};
use leptos::prelude::*;
use leptos_meta::Title;
use proconnect::{acr_policy::AcrLevel, error::Refusal, return_to::ReturnTo};

/// A whole document, outside the router, in place of an answer that was refused. `reference` is the request's identifier in the logs, which the agent can quote; when empty, it is not shown.
/// Starting again leads to `return_to`, and asks for the same level.
pub fn refusal_document(
    options: LeptosOptions,
    refusal: Refusal,
    reference: String,
    return_to: Option<ReturnTo>,
    level: AcrLevel,
) -> impl IntoView {
    let return_to = return_to.map(String::from);
    view! {
        <Document options>
            <RefusalPage refusal reference return_to level/>
        </Document>
    }
}

/// The page of a refusal: the event, the remedy, and whom to ask.
#[component]
pub fn RefusalPage(
    refusal: Refusal,
    reference: String,
    return_to: Option<String>,
    level: AcrLevel,
) -> impl IntoView {
    let Explanation {
        title,
        what_happened,
        what_to_do,
        whom_to_ask,
        remedy,
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
            <WayOut remedy=*remedy return_to level/>
            <h2>"À qui demander de l’aide\u{a0}?"</h2>
            <p>{*whom_to_ask}</p>
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
fn WayOut(remedy: Remedy, return_to: Option<String>, level: AcrLevel) -> impl IntoView {
    match remedy {
        Remedy::StartAgain => view! { <ProConnectButton return_to level/> }.into_any(),
        Remedy::ChangeAccount => view! { <AccountChange return_to level/> }.into_any(),
        Remedy::LogOut => view! { <LogOutButton text="Changer de compte"/> }.into_any(),
        Remedy::BackHome => {
            view! { <a class="fr-btn" href=HOME.path>"Retour à l’accueil"</a> }.into_any()
        }
    }
}
