use crate::{
    agent::Agent,
    document::title::Title,
    session::{account_change::AccountChange, log_in::LogInForm},
};
use leptos::prelude::*;
use proconnect::{AcrLevel, ReturnTo, config::Environment, web::ProConnect};

/// Explains to a signed-in agent why the page requires another login, with a second factor, and
/// offers it. The current session stays open until that login succeeds.
#[component]
pub fn StepUpPrompt(agent: Agent, return_to: ReturnTo) -> impl IntoView {
    let proconnect = use_context::<ProConnect>();
    let how = how_it_goes(proconnect.and_then(|of| of.relying_party.config().environment()));
    view! {
        <Title text="Double authentification"/>
        <div class="app-narrow">
            <h1>"Confirmez votre identité pour continuer"</h1>
            <p class="fr-text--lead">
                "Votre session est ouverte, mais la page demandée exige une double \
                authentification\u{a0}: une seconde preuve que c’est bien vous."
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
            <AccountChange return_to=Some(return_to) level=AcrLevel::Mfa/>
            <p><a class="fr-link" href="/">"Retour à l’accueil"</a></p>
        </div>
    }
}

/// Explains the second factor. On the State's own network, `ProConnect` sends no code by e-mail.
fn how_it_goes(environment: Option<Environment>) -> &'static str {
    if environment.is_some_and(Environment::is_rie) {
        "ProConnect s’adresse à votre organisation, qui vous demande cette seconde preuve."
    } else {
        "ProConnect s’adresse d’abord à votre organisation. Si elle ne propose pas de seconde \
         preuve, il vous envoie en général un code par courriel."
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
