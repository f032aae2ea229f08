use crate::{components::link::ExternalLink, document::skin::Skin, form::respond};
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::{
    AcrLevel, ReturnTo,
    web::{self, ProConnect},
};

/// Begins a login: redirects the browser to `ProConnect` and, after the login, to `return_to`, a path of
/// this site (`/` where it is none). A `level` of `mfa` asks for a second factor; the hints spare the
/// agent a question.
///
/// # Errors
/// Only outside a request. A refusal is an answer with the refusal's status and code, of which the
/// server makes a page.
#[server(prefix = "/auth", endpoint = "proconnect")]
pub async fn log_in(
    #[server(default)] return_to: Option<String>,
    #[server(default)] level: Option<String>,
    #[server(default)] login_hint: Option<String>,
    #[server(default)] siret_hint: Option<String>,
    #[server(default)] idp_hint: Option<String>,
) -> Result<(), ServerFnError> {
    let headers = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    let form = web::LogInForm {
        return_to,
        level,
        login_hint,
        siret_hint,
        idp_hint,
    };
    respond(web::log_in(&proconnect, &headers, form).await);
    Ok(())
}

/// The form of [`log_in`]; the children are its button, and fields that the agent fills in.
#[component]
pub fn LogInForm(
    /// The page to show after the login; the home page without one.
    #[prop(optional_no_strip)]
    return_to: Option<ReturnTo>,
    /// The level that the page there needs.
    #[prop(optional)]
    level: AcrLevel,
    /// The address of the account to log in with.
    #[prop(optional_no_strip)]
    login_hint: Option<String>,
    children: Children,
) -> impl IntoView {
    let fields = [
        ("return_to", return_to.map(String::from)),
        ("level", level.as_field().map(str::to_owned)),
        ("login_hint", login_hint),
    ];
    let fields = fields.map(|(name, value)| {
        value.map(|value| view! { <input type="hidden" name=name value=value/> })
    });
    view! {
        <form method="post" action=LogIn::url()>
            {fields.collect_view()}
            {children()}
        </form>
    }
}

/// [Bouton ProConnect](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/boutons-franceconnect-et-proconnect)
/// and the link that explains it. With the DSFR it is the official one, in its own words.
#[component]
pub fn ProConnectButton(
    /// The page to show after the login; the home page without one.
    #[prop(optional_no_strip)]
    return_to: Option<ReturnTo>,
    /// The level that the page there needs.
    #[prop(optional)]
    level: AcrLevel,
) -> impl IntoView {
    let (class, invitation) = match Skin::current() {
        Skin::Neutral => ("fr-connect", "Se connecter via"),
        Skin::Dsfr => ("fr-connect fr-connect--pro", "S’identifier avec"),
    };
    view! {
        <div class="fr-connect-group">
            <LogInForm return_to level>
                <button class=class type="submit">
                    <span class="fr-connect__login">{invitation}</span>
                    " "
                    <span class="fr-connect__brand">"ProConnect"</span>
                </button>
            </LogInForm>
            <p>
                <ExternalLink
                    href="https://www.proconnect.gouv.fr/"
                    text="Qu’est-ce que ProConnect\u{a0}?"
                />
            </p>
        </div>
    }
}
