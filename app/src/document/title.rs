use leptos::{oco::Oco, prelude::*};

/// The title of the document being rendered, without the name of the service.
#[derive(Clone, Copy)]
pub struct DocumentTitle(RwSignal<Oco<'static, str>>);

impl DocumentTitle {
    /// Puts an empty title into context.
    pub fn provide() {
        provide_context(Self(RwSignal::new(Oco::Borrowed(""))));
    }

    /// The title that the page has set; an empty one where there is none.
    pub fn current() -> Oco<'static, str> {
        use_context().map_or(Oco::Borrowed(""), |Self(title)| title.get_untracked())
    }
}

/// Sets the title of the document, to which the frame adds the name of the service.
#[component]
pub fn Title(#[prop(into)] text: Oco<'static, str>) -> impl IntoView {
    if let Some(DocumentTitle(title)) = use_context() {
        title.set(text);
    }
}
