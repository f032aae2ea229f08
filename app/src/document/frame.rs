use super::{
    built_files::BuiltFiles,
    footer::Footer,
    header::{Brand, Header},
    kept::kept,
    metadata::Metadata,
    policy::set_content_security_policy,
    theme::{self, Theme},
    title::DocumentTitle,
    watched::watched,
    written::written,
};
use crate::{
    agent::Agent,
    components::{notice::Notice, skip_links::SkipLinks},
    development::Development,
    page::{CurrentPage, Page, Pages},
    request, service,
    skin::Look,
};
use leptos::prelude::*;

/// Provides the contexts of a page and of the frame around it: the table of pages, the `page` of the
/// document (`None` in place of an answer), the skin, the theme, the title, and the signed-in [`Agent`],
/// which is an extension of the request.
pub fn provide_frame(options: &LeptosOptions, pages: Pages, page: Option<&'static Page>) {
    if let Some(agent) = request::extension::<Agent>() {
        provide_context(agent);
    }
    if let Some(page) = page {
        provide_context(CurrentPage(page));
    }
    provide_context(pages);
    let built = BuiltFiles::of(options);
    provide_context(Look {
        skin: built.skin,
        button: built.button,
        is_development: use_context::<Development>().is_some(),
    });
    let theme = request::cookie(theme::COOKIE).and_then(|name| Theme::named(&name));
    provide_context(theme.unwrap_or_default());
    DocumentTitle::provide();
}

/// The frame around a page: head, skip links, header, footer. Its contexts come from [`provide_frame`].
/// Scripts come only for a signed-in agent: for the islands.
#[component]
pub fn Document(options: LeptosOptions, children: Children) -> impl IntoView {
    // Built first, since the page sets the title of the document.
    let content = children();
    let agent: Option<Agent> = use_context();
    let has_islands = agent.is_some();
    let start = use_context::<Development>().map(|_| ("/#development", "Pour commencer"));
    let notice = service::NOTICE.map(|(title, description)| {
        view! { <Notice title description link=start/> }
    });
    let session_watch = agent.as_ref().map(watched);
    let header = match agent {
        Some(_) => written(view! { <Header agent/> }),
        None => kept("header", || view! { <Header agent=None/> }),
    };
    let footer = kept("footer", || view! { <Footer/> });
    view! {
        <Shell options has_islands>
            <SkipLinks/>
            {header}
            {session_watch}
            {notice}
            <main id="content" class="fr-container" role="main" tabindex="-1">
                {content}
            </main>
            {footer}
        </Shell>
    }
}

/// The frame around a page that a browser leaves at once: there is nothing to do on it, so that it has neither
/// menu nor footer.
#[component]
pub fn PassingDocument(options: LeptosOptions, children: Children) -> impl IntoView {
    let content = children();
    view! {
        <Shell options has_islands=false>
            <header role="banner" class="fr-header">
                <div class="fr-header__body">
                    <div class="fr-container">
                        <div class="fr-header__body-row"><Brand/></div>
                    </div>
                </div>
            </header>
            <main id="content" class="fr-container" role="main">
                {content}
            </main>
        </Shell>
    }
}

/// The head and the body of a document.
#[component]
fn Shell(options: LeptosOptions, has_islands: bool, children: Children) -> impl IntoView {
    let title = format!("{} — {}", DocumentTitle::current(), service::NAME);
    // Not as a child: `cargo leptos watch` erases the types of children, and marks their end by `<!>`, which a
    // browser shows in a title.
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let theme: Theme = use_context().unwrap_or_default();
    set_content_security_policy(&options);
    let built = BuiltFiles::of(&options);
    let scripts = has_islands.then(|| built.scripts());
    let reload = built.is_watched.then(|| view! { <AutoReload options/> });
    view! {
        <!DOCTYPE html>
        <html lang="fr" data-fr-scheme=theme.name() data-fr-theme=theme.chosen()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <Metadata/>
                {built.stylesheet()}
                {reload}
                {scripts}
                <title inner_html=title></title>
            </head>
            <body>{children()}</body>
        </html>
    }
}
