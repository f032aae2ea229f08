use super::{page_head::PageHead, refusal::RefusalPage};
use crate::{
    components::{alert::Alert, severity::Severity},
    current_user::CurrentUser,
    pages::log_in::LogInPrompt,
    request,
    server_functions::answer,
    site_map::PUBLIC_AGENTS_AREA,
};
use axum::response::IntoResponse;
use leptos::prelude::*;
use proconnect::{
    acr_policy::AcrLevel,
    error::{AccessError, Refusal},
};

/// Open to agents whose roles say that they work for the public sector. Whoever is not known to be
/// one is refused, before anything of the area is rendered.
#[component]
pub fn PublicAgentsAreaPage() -> impl IntoView {
    match use_context::<CurrentUser>() {
        Some(user) if user.is_public_agent() => view! { <Area user/> }.into_any(),
        Some(_) => view! { <Refused/> }.into_any(),
        None => view! { <LogInPrompt return_to=PUBLIC_AGENTS_AREA.path.parse().ok()/> }.into_any(),
    }
}

#[component]
fn Refused() -> impl IntoView {
    let refusal = Refusal::from(AccessError::RoleMissing);
    answer(refusal.into_response());
    let return_to = Some(PUBLIC_AGENTS_AREA.path.to_owned());
    view! { <RefusalPage refusal reference=request::id() return_to level=AcrLevel::Site/> }
}

#[component]
fn Area(user: CurrentUser) -> impl IntoView {
    view! {
        <PageHead page=PUBLIC_AGENTS_AREA/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Bonjour " <bdi>{user.name}</bdi> ", cet espace est réservé aux agents du secteur public."
            </p>
            <Alert severity=Severity::Success>
                <p>
                    "ProConnect indique que vous travaillez pour une administration\u{a0}: l’accès vous \
                    est ouvert."
                </p>
            </Alert>
            <h2>"Comment l’accès est décidé"</h2>
            <p>
                "ProConnect déduit le secteur de votre organisation de son numéro SIRET. Le service \
                vérifie ce rôle à chaque page, avant d’en montrer quoi que ce soit. Un agent dont le \
                rôle n’est pas connu n’entre pas."
            </p>
        </div>
    }
}
