/// `/`
pub mod home;
/// `/connexion`
pub mod log_in;
/// `/mon-compte`
pub mod my_account;
/// Any other path.
pub mod not_found;
/// In place of an answer that was refused.
pub mod refusal;
/// `/espace-sensible`
pub mod sensitive_area;
/// `/verifier-un-siret`
pub mod siret_check;
/// On `/connexion`, for an agent who needs a second factor.
pub mod step_up;
