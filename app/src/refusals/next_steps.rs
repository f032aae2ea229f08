use super::NextStep;
use crate::{
    components::link::PageLink,
    request,
    session::{
        account_change::AccountChange,
        log_in::{LogInForm, ProConnectButton},
    },
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo};

/// The steps, the first of which is the main action of the page; then the quiet links.
#[component]
pub fn NextSteps(
    steps: &'static [NextStep],
    return_to: Option<ReturnTo>,
    level: AcrLevel,
) -> impl IntoView {
    let shown = steps.iter().enumerate().map(|(rank, step)| {
        let (is_main, return_to) = (rank == 0, return_to.clone());
        let way = match step {
            NextStep::StartAgain if is_main => {
                view! { <ProConnectButton return_to level/> }.into_any()
            }
            NextStep::StartAgain => view! { <SameAccount return_to level/> }.into_any(),
            NextStep::ChangeAccount => {
                view! { <AccountChange return_to level is_main/> }.into_any()
            }
            NextStep::AskAgain => {
                let again = request::this_page().or(return_to).unwrap_or_default();
                view! { <p><a class="fr-btn" href=again.as_str().to_owned()>"Réessayer"</a></p> }
                    .into_any()
            }
            NextStep::BackHome => {
                view! { <p><a class="fr-btn" href="/">"Retour à l’accueil"</a></p> }.into_any()
            }
        };
        if is_main {
            return way;
        }
        view! { <div class="app-other-way"><h3>{heading(*step)}</h3> {way}</div> }.into_any()
    });
    if steps == [NextStep::AskAgain] {
        return shown.collect_view().into_any();
    }
    let home = (!steps.contains(&NextStep::BackHome)).then(|| {
        view! { <li><a class="fr-link" href="/">"Retour à l’accueil"</a></li> }
    });
    view! {
        {shown.collect_view()}
        <ul class="app-ways-on">
            {home}
            <li><PageLink path="/contact"/></li>
        </ul>
    }
    .into_any()
}

/// The heading of a step that comes after the main one.
fn heading(step: NextStep) -> &'static str {
    match step {
        NextStep::StartAgain => "Avec le même compte",
        NextStep::ChangeAccount => "Avec un autre compte",
        NextStep::BackHome => "Sans connexion",
        NextStep::AskAgain => "Plus tard",
    }
}

/// The same login once more, where another account comes first.
#[component]
fn SameAccount(return_to: Option<ReturnTo>, level: AcrLevel) -> impl IntoView {
    view! {
        <LogInForm return_to level>
            <button class="fr-btn fr-btn--secondary" type="submit">
                "Réessayer avec le même compte"
            </button>
        </LogInForm>
    }
}
