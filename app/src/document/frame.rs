use super::{
    built_files::BuiltFiles,
    footer::Footer,
    header::Header,
    kept::kept,
    policy::set_content_security_policy,
    theme::{self, Theme},
    title::DocumentTitle,
    written::written,
};
use crate::{
    agent::Agent,
    components::{notice::Notice, skip_links::SkipLinks},
    page::{CurrentPage, Page, Pages},
    request, service,
};
use leptos::prelude::*;

/// The frame around a page: head, skip links, header, footer. The signed-in agent, if there is one, is
/// an extension of the request, and the page finds the [`Agent`] in context. Scripts come only for a
/// signed-in agent: for the islands.
#[component]
pub fn Document(
    options: LeptosOptions,
    /// The table of pages, for the links of the frame.
    pages: Pages,
    /// The page inside; `None` in place of an answer.
    #[prop(optional_no_strip)]
    page: Option<&'static Page>,
    children: Children,
) -> impl IntoView {
    let agent: Option<Agent> = request::extension();
    if let Some(agent) = agent.clone() {
        provide_context(agent);
    }
    if let Some(page) = page {
        provide_context(CurrentPage(page));
    }
    provide_context(pages);
    let title = DocumentTitle::provide();
    set_content_security_policy(&options);
    let built = BuiltFiles::of(&options);
    let theme = request::cookie(theme::COOKIE)
        .and_then(|name| Theme::named(&name))
        .unwrap_or_default();
    provide_context(built.skin);
    provide_context(theme);
    let notice = service::NOTICE.map(|(title, description)| view! { <Notice title description/> });
    let scripts = agent.is_some().then(|| built.scripts());
    let reload = built.is_watched.then(|| view! { <AutoReload options/> });
    let header = match agent {
        Some(_) => written(view! { <Header agent/> }),
        None => kept("header", || view! { <Header agent=None/> }),
    };
    let footer = kept("footer", || view! { <Footer/> });
    view! {
        <!DOCTYPE html>
        <html lang="fr" data-fr-scheme=theme.name() data-fr-theme=theme.chosen()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <meta name="description" content=service::TAGLINE/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                {built.stylesheet()}
                {reload}
                {scripts}
                // A closure, since the page sets its title further down.
                <title>{move || format!("{} — {}", title.get(), service::NAME)}</title>
            </head>
            <body>
                <SkipLinks/>
                {header}
                {notice}
                <main id="content" class="fr-container" role="main" tabindex="-1">
                    {children()}
                </main>
                {footer}
            </body>
        </html>
    }
}
