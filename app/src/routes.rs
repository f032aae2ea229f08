use crate::pages::{
    home::HomePage, log_in::LogInPage, my_account::MyAccountPage, not_found::NotFoundPage,
    sensitive_area::SensitiveAreaPage, siret_check::SiretCheckPage,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The pages that need no login. The server sends a signed-out visitor of any other to
/// `/connexion`.
pub const PUBLIC_PAGES: [&str; 2] = ["/", "/connexion"];

/// The pages that need a login with a second factor. The server sends an agent whose login had
/// none to `/connexion` too, which offers one.
pub const MFA_PAGES: [&str; 1] = ["/espace-sensible"];

/// The page of the requested path.
///
/// The signed-in agent, if there is one, is the [`CurrentUser`](crate::current_user::CurrentUser)
/// in context, which [`shell`](crate::shell) provides.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/connexion") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/mon-compte") view=MyAccountPage ssr=SsrMode::Async/>
                <Route path=path!("/espace-sensible") view=SensitiveAreaPage ssr=SsrMode::Async/>
                <Route path=path!("/verifier-un-siret") view=SiretCheckPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
