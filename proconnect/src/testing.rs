//! The steps of a login, each under the name of its module. The token matrix, the issuer faults and
//! the fuzz targets call them; applications do not.

macro_rules! expose {
    ($($module:ident),+ $(,)?) => {
        $(
            #[doc(hidden)]
            pub mod $module {
                pub use crate::$module::*;
            }
        )+
    };
}

expose!(
    acr_policy,
    authorization_request,
    authorization_response,
    end_session,
    http,
    id_token,
    jws,
    login_attempt,
    logout_token,
    provider,
    token_response,
    user_info,
);
