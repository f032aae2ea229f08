use super::theme::Theme;
use crate::{
    form::{respond, see_other},
    request,
};
use http::header::SET_COOKIE;
use leptos::{prelude::*, server_fn::ServerFn};
use proconnect::ReturnTo;

/// Stores the theme of that name in a cookie, and redirects to the display settings of `page`, a path of
/// this site. An unknown name changes nothing.
///
/// # Errors
/// Only outside a request.
#[allow(clippy::unused_async, reason = "a server function is asynchronous")]
#[server(prefix = "/preferences", endpoint = "theme")]
pub async fn choose_theme(
    #[server(default)] theme: String,
    #[server(default)] page: String,
) -> Result<(), ServerFnError> {
    if let Some(theme) = Theme::named(&theme) {
        respond([(SET_COOKIE, theme.set_cookie())]);
    }
    let page: ReturnTo = page.parse().unwrap_or_default();
    see_other(&format!("{}#display", page.as_str()));
    Ok(())
}

/// [Paramètres
/// d’affichage](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/parametres-d-affichage):
/// a form in the footer, which returns to the page it was sent from. Its button names the current theme, which
/// confirms the choice.
#[component]
pub fn Display() -> impl IntoView {
    let current: Theme = use_context().unwrap_or_default();
    let choices = Theme::ALL.map(|theme| {
        let id = format!("theme-{}", theme.name());
        view! {
            <div class="fr-fieldset__element fr-fieldset__element--inline">
                <div class="fr-radio-group">
                    <input
                        type="radio"
                        id=id.clone()
                        name="theme"
                        value=theme.name()
                        checked=theme == current
                    />
                    <label class="fr-label" for=id>{theme.label()}</label>
                </div>
            </div>
        }
    });
    view! {
        <details class="app-display" id="display">
            <summary class="app-display__button">
                "Paramètres d’affichage\u{a0}: thème " {current.adjective()}
            </summary>
            <form method="post" action=ChooseTheme::url()>
                <input type="hidden" name="page" value=request::way_back()/>
                <fieldset class="fr-fieldset">
                    <legend class="fr-fieldset__legend">"Choisir un thème"</legend>
                    {choices.collect_view()}
                </fieldset>
                <button class="fr-btn fr-btn--secondary" type="submit">"Appliquer"</button>
            </form>
        </details>
    }
}
