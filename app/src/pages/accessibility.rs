use super::page_head::PageHead;
use crate::{
    components::{
        badge::Badge,
        link::{ExternalLink, MailLink},
        severity::Severity,
    },
    service::{self, ACCESSIBILITY, AccessibilityStatus, Document},
};
use leptos::prelude::*;

/// The accessibility statement (law of 11 February 2005, article 47), with the sections and the sentences of its
/// official model. The statement reports an audit: [`ACCESSIBILITY`] holds what it found.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                {service::PUBLISHER}
                " s’engage à rendre ses sites internet, intranet et extranet accessibles, conformément à \
                l’article\u{a0}47 de la loi n°\u{a0}2005\u{2011}102 du 11\u{a0}février\u{a0}2005."
            </p>
            <Plans/>
            <p>"Cette déclaration d’accessibilité s’applique au site «\u{a0}" {service::NAME} "\u{a0}»."</p>
            <Conformity/>
            <Failures/>
            <Establishment/>
            <Feedback/>
            <Remedies/>
        </div>
    }
}

/// The plans of the publisher. The law asks for the first and the last of them.
#[component]
fn Plans() -> impl IntoView {
    let plans = [
        (
            "Schéma pluriannuel d’accessibilité",
            ACCESSIBILITY.multi_year_plan,
        ),
        ("Actions réalisées", ACCESSIBILITY.done),
        ("Plan d’action de l’année", ACCESSIBILITY.yearly_plan),
    ];
    let plans = plans.map(|(name, document)| {
        view! { <li>{name} "\u{a0}: " <Published document/></li> }
    });
    view! {
        <p>"À cette fin, " {service::PUBLISHER} " met en œuvre la stratégie et les actions suivantes\u{a0}:"</p>
        <ul>{plans.collect_view()}</ul>
    }
}

/// A link to a document, or its absence.
#[component]
fn Published(#[prop(optional_no_strip)] document: Option<Document>) -> impl IntoView {
    match document {
        Some((text, href)) => view! { <ExternalLink href text/> }.into_any(),
        None => "à publier".into_any(),
    }
}

#[component]
fn Conformity() -> impl IntoView {
    let (severity, why) = match ACCESSIBILITY.status {
        AccessibilityStatus::None if ACCESSIBILITY.audit.is_none() => {
            (Severity::Error, ", en raison de l’absence d’audit.")
        }
        AccessibilityStatus::None => (
            Severity::Error,
            ", en raison des non-conformités énumérées plus bas.",
        ),
        AccessibilityStatus::Partial => (
            Severity::Warning,
            ", en raison des non-conformités et des dérogations énumérées plus bas.",
        ),
        AccessibilityStatus::Full => (Severity::Success, "."),
    };
    let label = ACCESSIBILITY.status.label();
    view! {
        <h2>"État de conformité"</h2>
        <p>
            <Badge severity>{label}</Badge>
        </p>
        <p>
            "Le site «\u{a0}" {service::NAME} "\u{a0}» est " <strong>{label}</strong>
            " avec le référentiel général d’amélioration de l’accessibilité (RGAA), version\u{a0}4.1" {why}
        </p>
        <h3>"Résultats des tests"</h3>
        <AuditResult/>
    }
}

#[component]
fn AuditResult() -> impl IntoView {
    let Some(audit) = ACCESSIBILITY.audit else {
        return view! {
            <p>
                "Aucun audit de conformité n’a été réalisé\u{a0}: le taux de conformité n’est pas connu. Des \
                contrôles automatiques accompagnent chaque version du site\u{a0}; ils ne couvrent qu’une partie \
                des critères et ne remplacent pas un audit."
            </p>
        }
        .into_any();
    };
    let grid = audit.grid.map(|(text, href)| {
        view! {
            <p><ExternalLink href text/></p>
        }
    });
    view! {
        <p>"L’audit de conformité réalisé par " {audit.by} " révèle que\u{a0}:"</p>
        <ul>
            <li>{audit.criteria_met} "\u{a0}% des critères du RGAA version\u{a0}4.1 sont respectés."</li>
        </ul>
        {grid}
    }
    .into_any()
}

#[component]
fn Failures() -> impl IntoView {
    view! {
        <h2>"Contenus non accessibles"</h2>
        <Listed
            title="Non-conformités"
            items=ACCESSIBILITY.failures
            without="Aucune n’est recensée."
        />
        <Listed
            title="Dérogations pour charge disproportionnée"
            items=ACCESSIBILITY.disproportionate
            without="Aucune n’est recensée."
        />
        <Listed
            title="Contenus non soumis à l’obligation d’accessibilité"
            items=ACCESSIBILITY.exempt
            without="Aucun n’est recensé."
        />
    }
}

#[component]
fn Establishment() -> impl IntoView {
    view! {
        <h2>"Établissement de cette déclaration d’accessibilité"</h2>
        <p>"Cette déclaration a été établie le " {ACCESSIBILITY.date} "."</p>
        <Listed
            title="Technologies utilisées pour la réalisation du site"
            items=ACCESSIBILITY.technologies
        />
        <Listed
            title="Environnement de test"
            items=ACCESSIBILITY.environments
            without="Aucune vérification de restitution n’a été faite avec un lecteur d’écran."
        />
        <Listed title="Outils pour évaluer l’accessibilité" items=ACCESSIBILITY.tools/>
        <Listed
            title="Pages du site ayant fait l’objet de la vérification de conformité"
            items=ACCESSIBILITY.pages
            without="Aucune\u{a0}: l’audit reste à faire."
        />
    }
}

/// A part of the statement: its list, or the sentence in its place.
#[component]
fn Listed(
    title: &'static str,
    items: &'static [&'static str],
    #[prop(default = "Aucun.")] without: &'static str,
) -> impl IntoView {
    let list = match items {
        [] => view! { <p>{without}</p> }.into_any(),
        items => {
            let items = items.iter().map(|item| view! { <li>{*item}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <h3>{title}</h3>
        {list}
    }
}

#[component]
fn Feedback() -> impl IntoView {
    view! {
        <h2>"Retour d’information et contact"</h2>
        <p>
            "Si vous n’arrivez pas à accéder à un contenu ou à un service, vous pouvez écrire à " <MailLink/>
            " pour être orienté vers une solution accessible ou obtenir le contenu sous une autre forme. \
            L’équipe répond sous " {service::ANSWER_DAYS} "\u{a0}jours ouvrés."
        </p>
    }
}

/// The sentences of the official model.
#[component]
fn Remedies() -> impl IntoView {
    view! {
        <h2>"Voies de recours"</h2>
        <p>
            "Cette procédure est à utiliser dans le cas suivant\u{a0}: vous avez signalé au responsable du \
            site internet un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un des \
            services du portail et vous n’avez pas obtenu de réponse satisfaisante."
        </p>
        <p>"Vous pouvez\u{a0}:"</p>
        <ul>
            <li>
                <ExternalLink
                    href="https://formulaire.defenseurdesdroits.fr/"
                    text="Écrire un message au Défenseur des droits"
                />
            </li>
            <li>
                <ExternalLink
                    href="https://www.defenseurdesdroits.fr/saisir/delegues"
                    text="Contacter le délégué du Défenseur des droits dans votre région"
                />
            </li>
            <li>
                "Envoyer un courrier par la poste (gratuit, ne pas mettre de timbre)\u{a0}:" <br/>
                "Défenseur des droits" <br/> "Libre réponse\u{a0}71120" <br/>
                "75342\u{a0}Paris\u{a0}CEDEX\u{a0}07"
            </li>
        </ul>
    }
}
