use super::{
    field_message::FieldMessage,
    form_state::{FieldState, FormState},
};
use leptos::{either::Either, prelude::*};

/// A field of text ([champ de
/// saisie](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/champ-de-saisie)) of an island:
/// its label, its hint, and the message about it.
#[component]
pub fn TextField<const FIELDS: usize>(
    form: FormState<FIELDS>,
    field: FieldState,
    label: &'static str,
    hint: &'static str,
    /// Whether the field must be filled in.
    #[prop(default = true)]
    required: bool,
    /// The lines of a long text; one line by default.
    #[prop(optional)]
    rows: Option<u8>,
    /// `numeric` for digits.
    #[prop(default = "text")]
    inputmode: &'static str,
) -> impl IntoView {
    let id = field.name;
    let message_id = format!("{id}-message");
    let described_by = message_id.clone();
    let is_wrong = move || field.message().is_some();
    let invalid = move || is_wrong().then_some("true");
    let typed = field.rendered();
    let autofocus = form.is_first(field);
    let edit = move |_| field.judge_again();
    let leave = move |_| field.judge();
    let control = match rows {
        None => Either::Left(view! {
            <input
                class="fr-input"
                id=id
                name=id
                type="text"
                inputmode=inputmode
                autocomplete="off"
                required=required
                value=typed
                autofocus=autofocus
                aria-describedby=described_by
                aria-invalid=invalid
                on:input=edit
                on:change=leave
            />
        }),
        Some(rows) => Either::Right(view! {
            <textarea
                class="fr-input"
                id=id
                name=id
                rows=rows.to_string()
                required=required
                autofocus=autofocus
                aria-describedby=described_by
                aria-invalid=invalid
                on:input=edit
                on:change=leave
                inner_html=text_of_textarea(&typed)
            ></textarea>
        }),
    };
    view! {
        <div class="fr-input-group" class=("fr-input-group--error", is_wrong)>
            <label class="fr-label" for=id>
                {label} <span class="fr-hint-text">{hint}</span>
            </label>
            {control}
            <FieldMessage id=message_id verdict=move || field.message().map(Err)/>
        </div>
    }
}

/// The text as the content of a `<textarea>`, which Leptos does not escape. HTML drops a line break that follows the
/// tag, so that one is added.
fn text_of_textarea(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("\n{}", escaped.replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_text_ends_no_textarea() {
        let text = text_of_textarea("\na & </textarea><script>");
        assert_eq!(text, "\n\na &amp; &lt;/textarea&gt;&lt;script&gt;");
    }
}
