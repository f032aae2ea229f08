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
                "Ce service n’utilise que les données nécessaires pour vous reconnaître, et pour savoir ce à quoi \
                vous avez accès."
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
                    ["Compte\u{a0}: identifiant ProConnect, nom, adresse électronique, fournisseur d’identité, première et dernière connexion", "Retrouver ce que vous avez enregistré", "Jusqu’à l’effacement du compte, à votre demande"],
                    ["Appartenance à une organisation\u{a0}: rôle dans ce service, dernière connexion, fermeture de l’accès", "Savoir qui a accès aux données d’une organisation", "Jusqu’à l’effacement du compte"],
                    ["Autres identifiants et adresses d’une personne dont l’accès est fermé", "Empêcher que l’accès fermé soit contourné", "Jusqu’à la réouverture de l’accès, ou l’effacement du compte"],
                    ["Invitation\u{a0}: adresse électronique, organisation, rôle", "Ouvrir l’accès à une personne attendue", "30\u{a0}jours, ou jusqu’à la première connexion"],
                    ["Décisions d’accès\u{a0}: date, établissement, décision, sans nom ni adresse électronique", "Expliquer une connexion acceptée ou refusée", "Un an"],
                    ["Demandes et décisions que vous enregistrez", "Traiter les demandes de votre organisation", "Jusqu’à leur suppression par l’équipe du service\u{a0}; sans votre nom après l’effacement du compte"],
                    ["Journal des connexions\u{a0}: adresse IP, navigateur, établissement, niveau d’authentification, sans nom ni adresse électronique", "Sécurité du service", "Douze mois"],
                ]
            />

            <h2>"D’où viennent vos données, qui les lit"</h2>
            <p>
                "Elles viennent de votre organisation, par ProConnect, quand vous vous connectez. Elles \
                sont lues par l’équipe habilitée de ce service et hébergées par " {service::HOST}
                ". Les personnes qui administrent votre organisation dans ce service voient votre nom, votre \
                adresse, votre rôle et la date de votre dernière connexion. Vos collègues voient votre nom sur les demandes \
                et les décisions que vous enregistrez. Les données ne sont ni vendues, ni \
                transmises à d’autres. Une règle fixée par l’équipe du service décide de chaque connexion\u{a0}: la \
                page d’un refus l’explique, et une personne peut réexaminer ce refus."
            </p>

            <h2>"Vos droits"</h2>
            <p>
                "Vous pouvez demander à consulter vos données, à les rectifier, à les effacer, à en \
                limiter l’usage, ou vous opposer à leur traitement. Un compte effacé l’est avec ses appartenances, \
                ses invitations et ses décisions d’accès\u{a0}; le journal des connexions, sans nom, et les \
                sauvegardes restent jusqu’à leur terme. Écrivez à "
                <MailLink to=service::DATA_PROTECTION_EMAIL/>
                ". Si la réponse ne vous satisfait pas, vous pouvez adresser une réclamation à la "
                <ExternalLink href="https://www.cnil.fr/fr/plaintes" text="CNIL"/> "."
            </p>
        </div>
    }
}
