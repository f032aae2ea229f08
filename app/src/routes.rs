use crate::pages::{
    accessibility::AccessibilityPage, contact::ContactPage, cookies::CookiesPage,
    error::NotFoundPage, home::HomePage, legal_notice::LegalNoticePage, log_in::LogInPage,
    my_account::MyAccountPage, personal_data::PersonalDataPage,
    public_agents_area::PublicAgentsAreaPage, sensitive_area::SensitiveAreaPage,
    siret_check::SiretCheckPage, site_map::SiteMapPage,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The page of the requested path. Who may see it is in [`PAGES`](crate::site_map::PAGES): what is not
/// declared public there needs a login.
///
/// The signed-in agent, if there is one, is the [`Agent`](crate::agent::Agent)
/// in context, which [`Document`](crate::document::Document) provides.
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
                <Route path=path!("/espace-agents-publics") view=PublicAgentsAreaPage ssr=SsrMode::Async/>
                <Route path=path!("/contact") view=ContactPage ssr=SsrMode::Async/>
                <Route path=path!("/plan-du-site") view=SiteMapPage ssr=SsrMode::Async/>
                <Route path=path!("/accessibilite") view=AccessibilityPage ssr=SsrMode::Async/>
                <Route path=path!("/mentions-legales") view=LegalNoticePage ssr=SsrMode::Async/>
                <Route path=path!("/donnees-personnelles") view=PersonalDataPage ssr=SsrMode::Async/>
                <Route path=path!("/cookies") view=CookiesPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
