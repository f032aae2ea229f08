/// `/accessibilite`
pub mod accessibility;
/// `/contact`
pub mod contact;
/// `/cookies`
pub mod cookies;
/// In place of an answer that is no page: a missing page, a panic, a wrong method.
pub mod error;
/// `/`
pub mod home;
/// `/mentions-legales`
pub mod legal_notice;
/// `/connexion`
pub mod log_in;
/// `/mon-compte`
pub mod my_account;
/// The title, the breadcrumb and the one first heading of a page.
pub mod page_head;
/// `/donnees-personnelles`
pub mod personal_data;
/// `/espace-agents-publics`
pub mod public_agents_area;
/// In place of an answer that was refused.
pub mod refusal;
/// `/espace-sensible`
pub mod sensitive_area;
/// In place of the answer to a form that was sent after the end of the session.
pub mod session_over;
/// `/verifier-un-siret`
pub mod siret_check;
/// `/plan-du-site`
pub mod site_map;
/// On `/connexion`, for an agent who needs a second factor.
pub mod step_up;
