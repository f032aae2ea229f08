use leptos::prelude::*;

/// [Bandeau d’information importante](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bandeau-d-information-importante),
/// under the header of every page. The link is an address and its text.
#[component]
pub fn Notice(
    title: &'static str,
    description: &'static str,
    #[prop(optional_no_strip)] link: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let link = link.map(|(href, text)| view! { <a class="fr-notice__link" href=href>{text}</a> });
    view! {
        <section class="fr-notice fr-notice--info" aria-label="Information">
            <div class="fr-container">
                <div class="fr-notice__body">
                    <p>
                        <span class="fr-notice__title">{title}</span>
                        " "
                        <span class="fr-notice__desc">{description}</span>
                        " "
                        {link}
                    </p>
                </div>
            </div>
        </section>
    }
}
