use super::error_summary::{Mistake, mark_title};
use leptos::{
    ev::SubmitEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, js_sys::Reflect},
};

/// Returns the message about a typed text; `None` where it is right.
pub type Judge = fn(&str) -> Option<&'static str>;

/// The state of a field in an island: an `input` of a text, a `textarea` or a `select`. It is judged when the agent
/// leaves it, and then at every key. The text itself stays in the page: the agent may type before the island is alive,
/// and a browser fills fields in by itself.
#[derive(Clone, Copy)]
pub struct FieldState {
    /// The name of the field, and its `id`.
    pub name: &'static str,
    judge: Judge,
    rendered: StoredValue<String>,
    is_judged: RwSignal<bool>,
    message: RwSignal<Option<&'static str>>,
}

impl FieldState {
    /// The state of a field that holds `typed`. It is judged at once where the form is shown again.
    pub fn new(name: &'static str, judge: Judge, typed: &str, is_judged: bool) -> Self {
        let message = is_judged.then(|| judge(typed)).flatten();
        Self {
            name,
            judge,
            rendered: StoredValue::new(typed.to_owned()),
            is_judged: RwSignal::new(is_judged),
            message: RwSignal::new(message),
        }
    }

    /// The text as it was rendered.
    pub fn rendered(self) -> String {
        self.rendered.get_value()
    }

    /// The message about the text.
    pub fn message(self) -> Option<&'static str> {
        self.message.get()
    }

    /// Judges the text again where it was judged before: the agent has edited the field.
    pub fn judge_again(self) {
        if self.is_judged.get_untracked() {
            self.judge();
        }
    }

    /// Judges the text that is in the field now.
    pub fn judge(self) {
        if let Some(typed) = self.typed() {
            self.tell((self.judge)(&typed));
        }
    }

    /// The text that is in the field now.
    fn typed(self) -> Option<String> {
        let field = document().get_element_by_id(self.name)?;
        Reflect::get(&field, &"value".into()).ok()?.as_string()
    }

    /// Shows this message, of the server for instance, until the next edit.
    pub fn tell(self, message: Option<&'static str>) {
        self.is_judged.set(true);
        self.message.set(message);
    }
}

/// The state of a form in an island.
#[derive(Clone, Copy)]
pub struct FormState<const FIELDS: usize> {
    fields: [FieldState; FIELDS],
    /// True when the summary shows the mistakes: after the form was sent.
    is_sent: RwSignal<bool>,
}

impl<const FIELDS: usize> FormState<FIELDS> {
    /// The state of a form with these fields, which was sent before if it is shown again.
    pub fn new(fields: [FieldState; FIELDS], is_sent: bool) -> Self {
        let form = Self {
            fields,
            is_sent: RwSignal::new(is_sent),
        };
        mark_title(move || !form.mistakes().is_empty());
        // A field may have been edited before the island was alive.
        Effect::new(move || fields.into_iter().for_each(FieldState::judge_again));
        form
    }

    /// The mistakes in the order of the fields.
    fn mistakes(self) -> Vec<Mistake> {
        let mistake = |field: FieldState| {
            let message = field.message()?;
            Some(Mistake {
                field: field.name,
                message,
            })
        };
        self.fields.into_iter().filter_map(mistake).collect()
    }

    /// The mistakes for the summary.
    pub fn summary(self) -> Vec<Mistake> {
        if self.is_sent.get() {
            self.mistakes()
        } else {
            Vec::new()
        }
    }

    /// Judges every field before the form is sent. With a mistake the form is not sent, nor twice at once.
    pub fn check(self, event: &SubmitEvent, is_sending: bool) {
        self.fields.into_iter().for_each(FieldState::judge);
        if self.show() || is_sending {
            event.prevent_default();
        }
    }

    /// Shows the mistakes in the summary, and gives the focus to the first field with one. Returns false without a
    /// mistake.
    pub fn show(self) -> bool {
        let first = untrack(|| self.mistakes()).into_iter().next();
        self.is_sent.set(first.is_some());
        let field = first.and_then(|first| document().get_element_by_id(first.field));
        if let Some(field) = field {
            let _ = field.unchecked_into::<HtmlElement>().focus();
        }
        first.is_some()
    }

    /// The first field with a mistake when the page is rendered, which gets the focus.
    pub fn is_first(self, field: FieldState) -> bool {
        let first = untrack(|| self.summary()).into_iter().next();
        first.is_some_and(|first| first.field == field.name)
    }
}
