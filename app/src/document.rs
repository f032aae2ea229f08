use crate::{
    agent::Agent,
    built_files::BuiltFiles,
    components::{footer::Footer, header::Header, notice::Notice, skip_links::SkipLinks},
    content_security_policy::set_content_security_policy,
    request,
    routes::App,
    service,
    skin::{DSFR_STYLESHEET, Skin},
    theme::{self, Theme},
};
use axum::{
    body::{Body, to_bytes},
    response::{IntoResponse, Response},
};
use futures::{Stream, StreamExt, stream};
use http::{Request, StatusCode};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use std::pin::Pin;

/// The document of the requested page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! { <Document options><App/></Document> }
}

/// The frame around a page: head, skip links, header, footer. The signed-in agent, if there is one, is
/// an extension of the request, and the page finds the [`Agent`] in context. Scripts come only for a
/// signed-in agent: for the islands.
#[component]
pub fn Document(options: LeptosOptions, children: Children) -> impl IntoView {
    let user: Option<Agent> = request::extension();
    if let Some(user) = user.clone() {
        provide_context(user);
    }
    provide_meta_context();
    set_content_security_policy(&options);
    let skin = Skin::of(&options);
    let theme = request::cookie(theme::COOKIE)
        .and_then(|name| Theme::named(&name))
        .unwrap_or_default();
    provide_context(skin);
    provide_context(theme);
    let stylesheet = match skin {
        Skin::Neutral => BuiltFiles::of(&options).stylesheet().into_any(),
        Skin::Dsfr => view! { <link rel="stylesheet" href=DSFR_STYLESHEET/> }.into_any(),
    };
    let notice = service::NOTICE.map(|(title, description)| view! { <Notice title description/> });
    let scripts = user.is_some().then(|| BuiltFiles::of(&options).scripts());
    view! {
        <!DOCTYPE html>
        <html lang="fr" data-fr-scheme=theme.name() data-fr-theme=theme.chosen()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <meta name="description" content=service::TAGLINE/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                {stylesheet}
                <AutoReload options/>
                {scripts}
                <MetaTags/>
            </head>
            <body>
                <Title formatter=|page| format!("{page} — {}", service::NAME)/>
                <SkipLinks/>
                <Header user/>
                {notice}
                <main id="content" class="fr-container" role="main" tabindex="-1">
                    {children()}
                </main>
                <Footer/>
            </body>
        </html>
    }
}

/// Renders a whole document, before the status and the headers are sent.
///
/// Unlike [`leptos_axum::render_app_async_with_context`], no script with hydration data follows
/// the document: islands get theirs as attributes, and a page without an island needs none. Nor
/// is the executor set up here: [`leptos_axum::generate_route_list`] has done it at boot.
pub async fn render<View: IntoView + 'static>(
    additional_context: impl Fn() + Clone + Send + 'static,
    document: impl FnOnce() -> View + Send + 'static,
    request: Request<Body>,
) -> Response {
    let response = leptos_axum::handle_response_inner(
        additional_context,
        document,
        request,
        |view, _hydration_data, _supports_out_of_order| {
            Box::pin(async move {
                let html: String = view.to_html_stream_in_order().collect().await;
                Box::pin(stream::iter([html])) as Pin<Box<dyn Stream<Item = String> + Send>>
            })
        },
    )
    .await;
    of_known_length(response).await
}

/// The response with its document in one piece, so that it has a length, in the answer to a HEAD too.
async fn of_known_length(response: Response) -> Response {
    let (head, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(document) => Response::from_parts(head, Body::from(document)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
