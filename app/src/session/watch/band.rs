use super::{notice::Notice, words::ENDS_SOON};
use crate::tab_title;
use leptos::{ev::MouseEvent, prelude::*};

/// [Bandeau d’information importante](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/bandeau-d-information-importante),
/// which stays at the top of the window. A warning also marks the title of the tab. Once the session is
/// over, its text is for assistive technologies alone: the part in place of the page shows more.
#[component]
pub fn Band(
    notice: RwSignal<Notice>,
    asking: RwSignal<bool>,
    hour: impl Fn() -> String + Send + 'static,
    press: impl FnMut(MouseEvent) + 'static,
) -> impl IntoView {
    Effect::new(move || tab_title::mark(ENDS_SOON, notice.get().warns()));
    let class = move || match notice.get() {
        notice if notice.hides_the_page() => "fr-sr-only",
        notice if notice.warns() => "fr-notice fr-notice--warning",
        _ => "fr-notice fr-notice--info",
    };
    let class_of_button = move || {
        if notice.get().asks_to_go_on() {
            "fr-btn fr-btn--sm"
        } else {
            "fr-btn--close fr-btn"
        }
    };
    view! {
        <div class=class hidden=move || notice.get() == Notice::None>
            <div class="fr-container">
                <div class="fr-notice__body">
                    <p class="fr-notice__title">{move || notice.get().text(&hour)}</p>
                    <button
                        class=class_of_button
                        type="button"
                        hidden=move || notice.get().button().is_empty()
                        aria-disabled=move || truth(asking.get())
                        on:click=press
                    >
                        {move || notice.get().button()}
                    </button>
                </div>
            </div>
        </div>
    }
}

/// The value of an attribute of ARIA that is true or false.
pub fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
