//! The names of the variables.

pub(super) const DOMAIN: &str = "PROCONNECT_DOMAIN";
pub(super) const CLIENT_ID: &str = "PROCONNECT_CLIENT_ID";
pub(super) const CLIENT_SECRET: &str = "PROCONNECT_CLIENT_SECRET";
pub(super) const REDIRECT_URI: &str = "PROCONNECT_REDIRECT_URI";
pub(super) const POST_LOGOUT_REDIRECT_URI: &str = "PROCONNECT_POST_LOGOUT_REDIRECT_URI";
pub(super) const SCOPES: &str = "PROCONNECT_SCOPES";
pub(super) const ACR_VALUES: &str = "PROCONNECT_ACR_VALUES";
pub(super) const MFA_ACR_VALUES: &str = "PROCONNECT_MFA_ACR_VALUES";
pub(super) const ASK_AMR: &str = "PROCONNECT_ASK_AMR";
pub(super) const LOGIN_MINUTES: &str = "PROCONNECT_LOGIN_MINUTES";
pub(super) const ID_TOKEN_ALG: &str = "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG";
pub(super) const USERINFO_ALG: &str = "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG";
