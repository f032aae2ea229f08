use crate::{
    components::{
        connect::{ConnectButton, ProvisionalButtonNote},
        link::ExternalLink,
    },
    form::respond,
    service::{self, Eligibility},
};
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::{
    AcrLevel, ReturnTo,
    web::{self, ProConnect},
};

/// Begins a login: redirects the browser to `ProConnect` and, after the login, to `return_to`, a
/// path of this site (`/` if it is missing or invalid). With `level=mfa`, the login requires a
/// second factor. The hints pre-fill ProConnect's questions.
///
/// # Errors
/// Only outside a request. A refusal is a response with the refusal's status and code, which the
/// server renders as a page.
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

/// The form of [`log_in`]. Its children are its button, and the fields that the agent fills in.
#[component]
pub fn LogInForm(
    /// The page to show after the login; the home page without one.
    #[prop(optional_no_strip)]
    return_to: Option<ReturnTo>,
    /// The level that this page requires.
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

/// The way in: the button, another way in if there is one, and who may come in.
#[component]
pub fn WayIn(
    /// The page to show after the login; the home page without one.
    #[prop(optional_no_strip)]
    return_to: Option<ReturnTo>,
    /// The level that this page requires.
    #[prop(optional)]
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <ProConnectButton return_to level/>
        {service::OTHER_WAY_IN.map(|(text, href)| view! { <OtherWayIn text href/> })}
        <EligibilityText/>
    }
}

/// A link to another way in than `ProConnect`, for those whom it does not know.
#[component]
pub fn OtherWayIn(text: &'static str, href: &'static str) -> impl IntoView {
    view! { <p><a class="fr-link" href=href>{text}</a></p> }
}

/// Who may come in, on which conditions, and who may not.
#[component]
fn EligibilityText() -> impl IntoView {
    let Eligibility {
        who,
        conditions,
        who_not,
    } = service::ELIGIBILITY;
    view! {
        <p class="fr-hint-text">{who} " " {conditions} " " {who_not}</p>
    }
}

/// The button that begins a login, and the link that explains ProConnect.
#[component]
pub fn ProConnectButton(
    /// The page to show after the login; the home page without one.
    #[prop(optional_no_strip)]
    return_to: Option<ReturnTo>,
    /// The level that this page requires.
    #[prop(optional)]
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <div class="fr-connect-group">
            <LogInForm return_to level>
                <ConnectButton/>
            </LogInForm>
            <p>
                <ExternalLink
                    href="https://www.proconnect.gouv.fr/"
                    text="Qu’est-ce que ProConnect\u{a0}?"
                />
            </p>
            <ProvisionalButtonNote/>
        </div>
    }
}
