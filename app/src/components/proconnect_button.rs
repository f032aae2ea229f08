use crate::server_functions::LogIn;
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::acr_policy::AcrLevel;

/// The ProConnect button and the link that explains it.
#[component]
pub fn ProConnectButton(
    /// The path to show after the login; the server function judges whether it is one of ours.
    #[prop(optional_no_strip)]
    return_to: Option<String>,
    /// What the page there needs.
    #[prop(optional)]
    level: AcrLevel,
) -> impl IntoView {
    view! {
        <div class="fr-connect-group">
            <form method="post" action=LogIn::url()>
                {return_to.map(|path| view! { <input type="hidden" name="return_to" value=path/> })}
                {level.as_field().map(|level| view! { <input type="hidden" name="level" value=level/> })}
                <button class="fr-connect" type="submit">
                    <span class="fr-connect__login">"Se connecter via"</span>
                    " "
                    <span class="fr-connect__brand">"ProConnect"</span>
                </button>
            </form>
            <p>
                <a
                    href="https://www.proconnect.gouv.fr/"
                    target="_blank"
                    rel="noopener noreferrer"
                    title="Qu’est-ce que ProConnect\u{a0}? - nouvelle fenêtre"
                >
                    "Qu’est-ce que ProConnect\u{a0}?"
                </a>
            </p>
        </div>
    }
}
