use crate::{
    access::{Access, entry_rules_in_words},
    agent::Agent,
    document::title::Title,
    page::{LOG_IN, Page, Pages},
    pages::step_up::StepUpPrompt,
    request, service,
    session::log_in::WayIn,
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo};

/// The page to which the guard redirects when a page may not be opened. `return_to` is the path of
/// that page, and `level` the level that it requires.
#[component]
pub fn LogInPage(agent: Option<Agent>) -> impl IntoView {
    let return_to = request::query("return_to").and_then(|path| path.parse::<ReturnTo>().ok());
    let level = AcrLevel::from_field(request::query("level").as_deref());
    match agent {
        Some(agent) if level == AcrLevel::Mfa && !agent.has_second_factor => {
            view! { <StepUpPrompt agent return_to=return_to.unwrap_or_default()/> }.into_any()
        }
        Some(_) => view! { <AlreadySignedIn return_to=return_to.unwrap_or_default()/> }.into_any(),
        None => view! { <LogInPrompt return_to level/> }.into_any(),
    }
}

/// Names the page that was asked for, announces its condition, and offers a login. It promises no page
/// that the agent may be refused after the login.
#[component]
pub fn LogInPrompt(
    return_to: Option<ReturnTo>,
    #[prop(optional)] level: AcrLevel,
) -> impl IntoView {
    let pages = Pages::current();
    let title = pages.title(LOG_IN);
    let page = return_to.as_ref().and_then(|path| pages.of(path.as_str()));
    let is_open = page.is_some_and(|page| page.access == Access::Public);
    let named = |path: &ReturnTo| pages.quoted(path.as_str());
    let purpose = match &return_to {
        Some(path) if is_open => {
            format!("Connectez-vous. Vous reviendrez ensuite à {}.", named(path))
        }
        Some(path) => format!("Connectez-vous pour ouvrir {}.", named(path)),
        None => "Connectez-vous. Vous reviendrez ensuite à l’accueil.".to_owned(),
    };
    let of_service = entry_rules_in_words();
    let of_service = (!of_service.is_empty()).then(|| checked_later(&of_service.join(". ")));
    let conditions = of_service.into_iter().chain(condition(page, level));
    let conditions = conditions.map(|text| view! { <p>{text}</p> });
    view! {
        <Title text=title/>
        <div class="app-narrow">
            <h1>{title}</h1>
            <p class="fr-text--lead">{purpose}</p>
            {conditions.collect_view()}
            <p>{service::LOG_IN_TEXT}</p>
            <WayIn return_to level/>
        </div>
    }
}

/// The condition of the page that was asked for, and when it is checked.
fn condition(page: Option<&Page>, level: AcrLevel) -> Option<String> {
    let access = match (page, level) {
        (Some(page), _) => page.access,
        (None, AcrLevel::Mfa) => Access::SecondFactor,
        (None, AcrLevel::Site) => return None,
    };
    let rule = access.rule()?;
    Some(match access {
        Access::SecondFactor => {
            format!("{rule}\u{a0}: par exemple, un code vous sera demandé en plus du mot de passe.")
        }
        _ => checked_later(&rule),
    })
}

fn checked_later(rule: &str) -> String {
    format!(
        "{rule}\u{a0}: l’accès est vérifié après la connexion, d’après ce que ProConnect transmet sur \
         votre compte."
    )
}

#[component]
fn AlreadySignedIn(return_to: ReturnTo) -> impl IntoView {
    view! {
        <Title text=Pages::current().title(LOG_IN)/>
        <div class="app-narrow">
            <h1>"Votre session est ouverte"</h1>
            <p class="fr-text--lead">"Vous pouvez poursuivre sans vous connecter de nouveau."</p>
            <a class="fr-btn" href=String::from(return_to)>"Continuer"</a>
        </div>
    }
}
