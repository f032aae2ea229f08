use crate::{
    agent::Agent,
    components::link::PageLink,
    document::title::Title,
    page::Pages,
    session::{account_change::AccountChange, log_in::LogInForm},
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo, config::Environment, web::ProConnect};

const TITLE: &str = "Confirmez votre identité pour continuer";

/// Explains to a signed-in agent why the page requires another login, with a second factor, and
/// offers it. The current session stays open until that login succeeds.
#[component]
pub fn StepUpPrompt(agent: Agent, return_to: ReturnTo) -> impl IntoView {
    let proconnect = use_context::<ProConnect>();
    let page = Pages::current().quoted(return_to.as_str());
    let how = how_it_goes(proconnect.and_then(|of| of.relying_party.config().environment()));
    view! {
        <Title text=TITLE/>
        <div class="app-narrow">
            <h1>{TITLE}</h1>
            <p class="fr-text--lead">
                "Votre session est ouverte, mais " {page} " demande une double \
                authentification, par exemple un code en plus du mot de passe."
            </p>
            <p>
                {how} " Vous reviendrez ensuite ici\u{a0}; en cas d’échec, votre session actuelle \
                reste ouverte."
            </p>
            // With the account of the session, unless the agent chooses another below.
            <LogInForm return_to=Some(return_to.clone()) level=AcrLevel::Mfa login_hint=agent.email>
                <button class="fr-btn" type="submit">"Confirmer avec ProConnect"</button>
            </LogInForm>
            <h2>"Vous avez un autre compte\u{a0}?"</h2>
            <p>
                "S’il dispose d’une double authentification, utilisez-le\u{a0}: il remplacera la \
                session actuelle."
            </p>
            <AccountChange return_to=Some(return_to) level=AcrLevel::Mfa is_main=false/>
            <ul class="app-ways-on">
                <li><a class="fr-link" href="/">"Retour à l’accueil"</a></li>
                <li><PageLink path="/contact"/></li>
            </ul>
        </div>
    }
}

/// Explains how it goes. On the State's own network, `ProConnect` sends no code by e-mail.
fn how_it_goes(environment: Option<Environment>) -> &'static str {
    if environment.is_some_and(Environment::is_rie) {
        "ProConnect s’adresse à votre organisation, qui s’en charge."
    } else {
        "ProConnect s’adresse d’abord à votre organisation. Si elle ne propose pas de double \
         authentification, il vous envoie en général un code par courriel."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proconnect::config::HOSTS;

    #[test]
    fn no_code_by_email_is_promised_on_the_states_own_network() {
        assert!(how_it_goes(None).contains("code par courriel"));
        for (host, stage, network) in HOSTS {
            let how = how_it_goes(Some(Environment { stage, network }));
            assert_eq!(how.contains("code"), !host.contains(".rie."), "{host}");
        }
    }
}
