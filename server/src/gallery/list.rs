//! The list of the gallery.

use crate::development::GALLERY;
use app::{
    document::{
        frame::{Document, provide_frame},
        title::Title,
    },
    page::Pages,
    pages::PAGES,
    refusals::explain,
};
use leptos::prelude::*;
use proconnect::error::Refusal;

/// The statuses of the errors that an agent may meet.
pub const STATUSES: [u16; 7] = [401, 403, 404, 405, 413, 500, 503];

/// Renders every refusal by its title, its code and its status, then the errors.
pub fn document(options: LeptosOptions) -> impl IntoView {
    provide_frame(&options, Pages(PAGES), None);
    let refusals = Refusal::all().into_iter().map(|refusal| {
        let (code, status) = (refusal.code(), refusal.status().as_u16());
        view! {
            <li>
                <a class="fr-link" href=format!("{GALLERY}/{code}")>{explain(refusal).title}</a>
                " — " <code>{code}</code> ", " {status}
            </li>
        }
    });
    let errors = STATUSES.map(|status| {
        view! {
            <li><a class="fr-link" href=format!("/developpement/erreur/{status}")>"Erreur " {status}</a></li>
        }
    });
    view! {
        <Document options>
            <Title text="Pages de refus"/>
            <div class="app-prose">
                <h1>"Pages de refus"</h1>
                <p class="fr-text--lead">
                    "Chaque refus et chaque erreur, comme un agent les voit. Cette liste n’existe qu’en \
                    développement. Les textes sont dans " <code>"app/src/refusals/texts.rs"</code> "."
                </p>
                <h2>"Refus"</h2>
                <ul>{refusals.collect_view()}</ul>
                <h2>"Erreurs"</h2>
                <ul>{errors.collect_view()}</ul>
            </div>
        </Document>
    }
}
