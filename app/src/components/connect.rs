use crate::skin::{Button, Look, OFFICIAL_BUTTON, OFFICIAL_BUTTON_HOVER, Skin};
use leptos::prelude::*;

/// The documentation of the button, with its images.
const DOCUMENTATION: &str =
    "https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/bouton_proconnect";

/// [Bouton
/// ProConnect](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/boutons-franceconnect-et-proconnect),
/// the button of a form: that of the DSFR, or ProConnect's image where the site holds it, or else a provisional
/// one.
#[component]
pub fn ConnectButton() -> impl IntoView {
    let Look { skin, button, .. } = Look::current();
    match (skin, button) {
        (Skin::Dsfr, _) => view! {
            <DrawnButton class="fr-connect fr-connect--pro" invitation="S’identifier avec"/>
        }
        .into_any(),
        (Skin::Neutral, Button::Provisional) => view! {
            <DrawnButton class="fr-connect" invitation="Se connecter via"/>
        }
        .into_any(),
        (Skin::Neutral, button) => view! { <ImageButton button/> }.into_any(),
    }
}

/// A button that the stylesheet draws.
#[component]
fn DrawnButton(class: &'static str, invitation: &'static str) -> impl IntoView {
    view! {
        <button class=class type="submit">
            <span class="fr-connect__login">{invitation}</span>
            " "
            <span class="fr-connect__brand">"ProConnect"</span>
        </button>
    }
}

/// ProConnect's image, in the size that ProConnect prescribes. Its text is in the image, and beside it for
/// screen readers.
#[component]
fn ImageButton(button: Button) -> impl IntoView {
    let hover = (button == Button::OfficialWithHover).then(|| {
        view! { <img class="app-connect__hover" src=OFFICIAL_BUTTON_HOVER alt="" width="214" height="56"/> }
    });
    view! {
        <button class="app-connect" type="submit">
            <img src=OFFICIAL_BUTTON alt="" width="214" height="56"/>
            {hover}
            <span class="fr-sr-only">"S’identifier avec ProConnect"</span>
        </button>
    }
}

/// In a development build, a reminder that the provisional button is none of those that ProConnect accepts.
#[component]
pub fn ProvisionalButtonNote() -> impl IntoView {
    let look = Look::current();
    let is_provisional = look.skin == Skin::Neutral && look.button == Button::Provisional;
    let is_shown = is_provisional && look.is_development;
    is_shown.then(|| {
        view! {
            <p class="app-provisional">
                <strong>"Bouton provisoire"</strong>
                "\u{a0}: avant la mise en service, enregistrez l’image officielle de ProConnect sous "
                <code>"public/proconnect.svg"</code> " (elle est dans la " <a href=DOCUMENTATION>"documentation du bouton"</a>
                "), ou lancez " <code>"make dsfr"</code>
                " si vous avez droit au DSFR. Cette note ne paraît qu’en développement."
            </p>
        }
    })
}
