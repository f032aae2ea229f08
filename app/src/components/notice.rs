use leptos::prelude::*;

/// [Bandeau d’information importante](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bandeau-d-information-importante),
/// under the header of every page.
#[component]
pub fn Notice(title: &'static str, description: &'static str) -> impl IntoView {
    view! {
        <section class="fr-notice fr-notice--info" aria-label="Information">
            <div class="fr-container">
                <div class="fr-notice__body">
                    <p>
                        <span class="fr-notice__title">{title}</span>
                        " "
                        <span class="fr-notice__desc">{description}</span>
                    </p>
                </div>
            </div>
        </section>
    }
}
