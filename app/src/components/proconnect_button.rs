use super::link::ExternalLink;
use crate::{server_functions::LogIn, skin::Skin};
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::acr_policy::AcrLevel;

/// [Bouton ProConnect](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/boutons-franceconnect-et-proconnect)
/// and the link that explains it. With the DSFR it is the official one, in its own words.
#[component]
pub fn ProConnectButton(
    /// The path to show after the login; the server function judges whether it is one of ours.
    #[prop(optional_no_strip)]
    return_to: Option<String>,
    /// What the page there needs.
    #[prop(optional)]
    level: AcrLevel,
) -> impl IntoView {
    let (class, invitation) = match Skin::current() {
        Skin::Neutral => ("fr-connect", "Se connecter via"),
        Skin::Dsfr => ("fr-connect fr-connect--pro", "S’identifier avec"),
    };
    view! {
        <div class="fr-connect-group">
            <form method="post" action=LogIn::url()>
                {return_to.map(|path| view! { <input type="hidden" name="return_to" value=path/> })}
                {level.as_field().map(|level| view! { <input type="hidden" name="level" value=level/> })}
                <button class=class type="submit">
                    <span class="fr-connect__login">{invitation}</span>
                    " "
                    <span class="fr-connect__brand">"ProConnect"</span>
                </button>
            </form>
            <p>
                <ExternalLink
                    href="https://www.proconnect.gouv.fr/"
                    text="Qu’est-ce que ProConnect\u{a0}?"
                />
            </p>
        </div>
    }
}
