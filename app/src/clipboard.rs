//! An island that copies a text of its page to the clipboard.

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::js_sys::{Function, Promise, Reflect},
};
use wasm_bindgen_futures::JsFuture;

/// The `id` of the element whose text is copied.
pub const TEXT_TO_COPY: &str = "text-to-copy";

/// Copies the text of the element [`TEXT_TO_COPY`]. Without JavaScript there is no button: the stylesheet makes
/// a click on the text select it whole. The island receives no text, so that the page holds it once.
#[island]
pub fn CopyButton() -> impl IntoView {
    let is_alive = RwSignal::new(false);
    let outcome = RwSignal::new("");
    Effect::new(move || is_alive.set(true));
    let copy = move |_| {
        // Emptied first: a screen reader announces a change only.
        outcome.set("");
        spawn_local(async move {
            let text = match copy_text().await {
                Some(()) => "Les détails sont copiés.",
                None => "La copie n’a pas abouti\u{a0}: sélectionnez le texte, puis copiez-le.",
            };
            outcome.set(text);
        });
    };
    view! {
        <div class="app-copy">
            <button
                class="fr-btn fr-btn--secondary"
                type="button"
                hidden=move || !is_alive.get()
                on:click=copy
            >
                "Copier pour l’assistance"
            </button>
            <p class="app-copy__outcome" role="status">{move || outcome.get()}</p>
        </div>
    }
}

/// Returns `None` when the browser refuses, or has no clipboard: it offers none to a page over plain http.
///
/// By reflection, since a browser without a clipboard has no object of the type.
async fn copy_text() -> Option<()> {
    let text = document().get_element_by_id(TEXT_TO_COPY)?.text_content()?;
    let navigator = member(&window(), "navigator")?;
    let clipboard = member(&navigator, "clipboard")?;
    let write: Function = member(&clipboard, "writeText")?.dyn_into().ok()?;
    let written = write.call1(&clipboard, &JsValue::from_str(&text)).ok()?;
    let written: Promise = written.dyn_into().ok()?;
    JsFuture::from(written).await.ok().map(drop)
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined()).then_some(value)
}
