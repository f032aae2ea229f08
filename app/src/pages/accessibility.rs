use super::page_head::PageHead;
use crate::{
    components::{
        badge::Badge,
        link::{ExternalLink, MailLink},
        severity::Severity,
    },
    service::{self, AccessibilityStatus},
};
use leptos::prelude::*;

/// The accessibility statement (law of 11 February 2005, article 47), with the sections of its
/// official model. The statement reports an audit, and this template has had none.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let severity = match service::ACCESSIBILITY {
        AccessibilityStatus::None => Severity::Error,
        AccessibilityStatus::Partial => Severity::Warning,
        AccessibilityStatus::Full => Severity::Success,
    };
    view! {
        <PageHead/>
        <div class="app-prose">
            <p class="fr-text--lead">
                {service::PUBLISHER}
                " s’engage à rendre ce service accessible, conformément à l’article 47 de la loi \
                n°\u{a0}2005-102 du 11\u{a0}février\u{a0}2005."
            </p>
            <p>"Cette déclaration s’applique au site «\u{a0}" {service::NAME} "\u{a0}»."</p>

            <h2>"État de conformité"</h2>
            <p>
                <Badge severity>{service::ACCESSIBILITY.label()}</Badge>
            </p>
            <Conformity/>

            <h2>"Résultats des tests"</h2>
            <p>
                "Des contrôles automatiques et des parcours au clavier, sans JavaScript et agrandis à \
                400\u{a0}% accompagnent chaque version du site. Ils ne couvrent qu’une partie des \
                critères et ne remplacent pas un audit."
            </p>

            <h2>"Contenus non accessibles"</h2>
            <p>
                "Tant qu’aucun audit n’a eu lieu, les contenus non accessibles, les dérogations pour \
                charge disproportionnée et les contenus hors du champ de la loi ne sont pas recensés."
            </p>

            <h2>"Établissement de cette déclaration"</h2>
            <p>"Cette déclaration a été établie le " {service::ACCESSIBILITY_STATEMENT_DATE} "."</p>
            <p>
                "Les pages sont conçues en HTML et CSS, rendues par le serveur. Elles sont vérifiées \
                avec le navigateur Chromium et l’outil axe."
            </p>

            <h2>"Signaler une difficulté"</h2>
            <p>
                "Un contenu ou un service vous résiste\u{a0}? Écrivez à " <MailLink/>
                "\u{a0}: l’équipe vous indiquera une autre voie ou vous transmettra le contenu sous \
                une autre forme."
            </p>

            <h2>"Voies de recours"</h2>
            <p>
                "Si vous avez signalé un défaut d’accessibilité et n’avez pas obtenu de réponse \
                satisfaisante, vous pouvez vous adresser au Défenseur des droits\u{a0}:"
            </p>
            <ul>
                <li>
                    "par le "
                    <ExternalLink
                        href="https://formulaire.defenseurdesdroits.fr/"
                        text="formulaire en ligne"
                    />
                    "\u{a0};"
                </li>
                <li>
                    "auprès de l’un de ses "
                    <ExternalLink
                        href="https://www.defenseurdesdroits.fr/saisir/delegues"
                        text="délégués dans votre région"
                    />
                    "\u{a0};"
                </li>
                <li>
                    "par courrier, gratuit et sans timbre\u{a0}: Défenseur des droits, Libre \
                    réponse\u{a0}71120, 75342\u{a0}Paris\u{a0}CEDEX\u{a0}07."
                </li>
            </ul>
        </div>
    }
}

#[component]
fn Conformity() -> impl IntoView {
    let why = match service::ACCESSIBILITY {
        AccessibilityStatus::None => {
            " au référentiel général d’amélioration de l’accessibilité (RGAA, version\u{a0}4.1)\u{a0}: \
            aucun audit n’a encore été réalisé."
        }
        AccessibilityStatus::Partial => {
            " au référentiel général d’amélioration de l’accessibilité (RGAA, version\u{a0}4.1), en \
            raison des non-conformités énumérées plus bas."
        }
        AccessibilityStatus::Full => {
            " au référentiel général d’amélioration de l’accessibilité (RGAA, version\u{a0}4.1)."
        }
    };
    view! {
        <p>
            "Ce site est " <strong>{service::ACCESSIBILITY.label()}</strong> {why}
        </p>
    }
}
