use crate::document::Document;
use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

/// There is no such page: status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page introuvable"/>
        <div class="app-narrow">
            <p class="app-kicker">"Erreur 404"</p>
            <h1>"Page introuvable"</h1>
            <p class="fr-text--lead">
                "L’adresse est peut-être mal recopiée, ou la page a été déplacée."
            </p>
            <a class="fr-btn" href="/">"Retour à l’accueil"</a>
        </div>
    }
}

/// A whole document, outside the router, for an address that nothing answers.
pub fn not_found_document(options: LeptosOptions) -> impl IntoView {
    view! {
        <Document options user=None>
            <NotFoundPage/>
        </Document>
    }
}
