use super::page_head::PageHead;
use crate::{
    components::{
        link::{ExternalLink, MailLink},
        table::Table,
    },
    service,
};
use leptos::prelude::*;

/// The data that the service processes, their purpose and duration, and the agents' rights (GDPR, article
/// 13).
#[component]
pub fn PersonalDataPage() -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                "Ce service n’utilise que les données nécessaires pour vous reconnaître, et les efface à \
                la fin de votre session."
            </p>

            <h2>"Qui est responsable de vos données"</h2>
            <p>
                {service::PUBLISHER}
                " est responsable de ce traitement, nécessaire à une mission d’intérêt public (article\u{a0}6, \
                1,\u{a0}e du RGPD)\u{a0}: " {service::MISSION} "."
            </p>

            <h2>"Quelles données, pour quoi faire, combien de temps"</h2>
            <Table
                caption="Données traitées"
                columns=["Donnée", "À quoi elle sert", "Durée"]
                rows=vec![
                    ["Nom, prénoms, adresse électronique", "Vous reconnaître et vous saluer", "Le temps de la session"],
                    ["Organisation, SIRET, rôles", "Savoir quelles pages vous pouvez ouvrir", "Le temps de la session"],
                    ["Fournisseur d’identité, niveau d’authentification", "Vérifier la sûreté de la connexion", "Le temps de la session"],
                    ["Navigateur, heures de la connexion et de la dernière activité", "Vous montrer vos connexions, et vous permettre d’en fermer", "Le temps de la session"],
                    ["Journal des connexions : adresse IP, navigateur, établissement, niveau d’authentification, sans nom ni adresse électronique", "Sécurité du service", "Douze mois"],
                ]
            />

            <h2>"D’où viennent vos données, qui les lit"</h2>
            <p>
                "Elles viennent de votre organisation, par ProConnect, quand vous vous connectez. Elles \
                sont lues par l’équipe habilitée de ce service et hébergées par " {service::HOST}
                ". Elles ne sont ni vendues, ni transmises à d’autres, et aucune décision automatique \
                ne s’appuie sur elles."
            </p>

            <h2>"Vos droits"</h2>
            <p>
                "Vous pouvez demander à consulter vos données, à les rectifier, à les effacer, à en \
                limiter l’usage, ou vous opposer à leur traitement. Écrivez à "
                <MailLink to=service::DATA_PROTECTION_EMAIL/>
                ". Si la réponse ne vous satisfait pas, vous pouvez adresser une réclamation à la "
                <ExternalLink href="https://www.cnil.fr/fr/plaintes" text="CNIL"/> "."
            </p>
        </div>
    }
}
