use leptos::prelude::*;

/// The title of the document being rendered, without the name of the service.
#[derive(Clone, Copy)]
pub struct DocumentTitle(RwSignal<&'static str>);

impl DocumentTitle {
    /// Puts an empty title into context.
    pub fn provide() {
        provide_context(Self(RwSignal::new("")));
    }

    /// The title that the page has set; an empty one where there is none.
    pub fn current() -> &'static str {
        use_context().map_or("", |Self(title)| title.get_untracked())
    }
}

/// Sets the title of the document, to which the frame adds the name of the service.
#[component]
pub fn Title(text: &'static str) -> impl IntoView {
    if let Some(DocumentTitle(title)) = use_context() {
        title.set(text);
    }
}
