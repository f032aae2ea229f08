use super::page_head::PageHead;
use crate::{
    agent::Agent,
    pages::{log_in::LogInPrompt, step_up::StepUpPrompt},
    site_map::SENSITIVE_AREA,
};
use leptos::prelude::*;
use proconnect::{acr_policy::AcrLevel, return_to::ReturnTo};

/// A page that needs a second factor. The server guards the path; without one there is nothing to
/// show here but the way to it.
#[component]
pub fn SensitiveAreaPage() -> impl IntoView {
    let return_to = SENSITIVE_AREA.path.parse::<ReturnTo>().ok();
    match use_context::<Agent>() {
        Some(user) if user.has_second_factor => view! { <SensitiveArea user/> }.into_any(),
        Some(user) => {
            view! { <StepUpPrompt user return_to=return_to.unwrap_or_default()/> }.into_any()
        }
        None => view! { <LogInPrompt return_to level=AcrLevel::Mfa/> }.into_any(),
    }
}

#[component]
fn SensitiveArea(user: Agent) -> impl IntoView {
    view! {
        <PageHead page=SENSITIVE_AREA/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Vous y êtes parce que ProConnect a vérifié deux preuves de votre identité, et non \
                une seule."
            </p>
            <p>
                "Session ouverte au nom de " <bdi>{user.name}</bdi>
                ". Une équipe place ici ce qui ne doit pas s’ouvrir avec un simple mot de passe\u{a0}: \
                un export, une validation, un changement de droits."
            </p>
        </div>
    }
}
