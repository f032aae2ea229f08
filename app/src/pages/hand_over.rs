use crate::document::title::Title;
use leptos::prelude::*;

/// The step during which a browser leaves the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOver {
    /// A login: ProConnect checks the identity of the agent.
    LogIn,
    /// A logout: ProConnect ends its own session.
    LogOut,
    /// Another form of the site leads to another site.
    Other,
}

impl HandOver {
    /// Returns the title, the sentence and the text of the link.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::LogIn => [
                "Connexion en cours",
                "ProConnect va vérifier votre identité.",
                "Continuer vers ProConnect",
            ],
            Self::LogOut => [
                "Déconnexion en cours",
                "Votre session est fermée ici. ProConnect ferme maintenant la sienne.",
                "Terminer la déconnexion",
            ],
            Self::Other => [
                "Redirection en cours",
                "La suite se passe sur un autre site.",
                "Continuer",
            ],
        }
    }
}

/// The page between a form and the other site at `address`. Browsers leave it at once; the link is for those that
/// do not.
#[component]
pub fn HandOverPage(step: HandOver, address: String) -> impl IntoView {
    let [title, sentence, link] = step.words();
    view! {
        <Title text=title/>
        <div class="app-narrow">
            <h1>{title}</h1>
            <p class="fr-text--lead">{sentence}</p>
            <p><a class="fr-link" href=address>{link}</a></p>
        </div>
    }
}
