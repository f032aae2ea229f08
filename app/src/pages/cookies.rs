use super::page_head::PageHead;
use crate::components::table::Table;
use leptos::prelude::*;

/// The cookies of the site, none of which needs a consent.
#[component]
pub fn CookiesPage() -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Ce site ne dépose ni traceur, ni mesure d’audience, ni publicité. Il n’a donc pas de \
                consentement à vous demander."
            </p>
            <p>
                "Les cookies de ce tableau sont nécessaires à ce que vous demandez\u{a0}: vous connecter, \
                garder votre session ouverte, garder un thème. Seul ce site les lit."
            </p>
            <Table
                caption="Cookies de ce site"
                columns=["Nom", "À quoi il sert", "Durée"]
                rows=vec![
                    ["__Host-session", "Vous reconnaître d’une page à l’autre", "Jusqu’à la déconnexion ou la fermeture du navigateur"],
                    ["__Host-login-attempt-…", "Vérifier que la réponse de ProConnect est bien pour vous, et vous ramener à la page demandée", "Jusqu’à la connexion, un jour au plus"],
                    ["__Host-login-attempts-dropped", "Vous dire qu’une connexion commencée a laissé la place à une autre", "Un jour au plus"],
                    ["__Host-refusal", "Montrer de nouveau, si vous rechargez la page, pourquoi une connexion a été refusée ou interrompue, et le compte refusé tel que ProConnect l’a décrit", "Dix minutes au plus"],
                    ["__Host-logout", "Vérifier que la déconnexion a bien été demandée par vous", "Dix minutes au plus"],
                    ["__Host-signed-out", "Vous dire une fois que votre session est fermée", "Une minute au plus"],
                    ["__Host-theme", "Garder le thème clair ou sombre que vous avez choisi", "Un an"],
                ]
            />
            <p>
                "Si votre session se termine pendant que vous remplissez un formulaire, votre navigateur \
                garde le texte saisi dans l’onglet, pour vous le remettre après la connexion. Ce texte \
                n’est pas envoyé. Il s’efface une fois remis, à la déconnexion ou à la fermeture de l’onglet."
            </p>
            <h2>"Les refuser ou les effacer"</h2>
            <p>
                "Votre navigateur permet de les bloquer ou de les effacer. Les pages publiques restent \
                lisibles\u{a0}; la connexion n’est plus possible."
            </p>
        </div>
    }
}
