use leptos::prelude::*;

/// The title of the document being rendered, without the name of the service.
#[derive(Clone, Copy)]
pub struct DocumentTitle(RwSignal<&'static str>);

impl DocumentTitle {
    /// Puts an empty title into context.
    pub fn provide() -> Self {
        let title = Self(RwSignal::new(""));
        provide_context(title);
        title
    }

    /// The title. The frame reads it while the document is written, after the page has set it.
    pub fn get(self) -> &'static str {
        self.0.get_untracked()
    }
}

/// Sets the title of the document, to which the frame adds the name of the service.
#[component]
pub fn Title(text: &'static str) -> impl IntoView {
    if let Some(DocumentTitle(title)) = use_context() {
        title.set(text);
    }
}
