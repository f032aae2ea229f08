use crate::{
    components::link::MailLink,
    document::title::Title,
    form_fields::{Field, Form},
    session::log_in::ProConnectButton,
};
use leptos::prelude::*;
use proconnect::ReturnTo;
use url::form_urlencoded;

/// Longest query of typed values, in bytes.
const MAX_QUERY_BYTES: usize = 2048;

/// The response to a form that arrived after the session had ended. It shows the text that the
/// agent typed, and a login that returns to the form's page. The form is filled again if its values
/// may be put into the address.
#[component]
pub fn SessionOver(form: Form, page: String, typed: Vec<(Field, String)>) -> impl IntoView {
    let way_back = way_back(form, &page, &typed);
    // True when the form is filled again.
    let comes_back = way_back.as_str() != page;
    let next = match (typed.is_empty(), comes_back) {
        (true, _) => "Connectez-vous\u{a0}: vous reviendrez au formulaire.",
        (false, true) => {
            "Connectez-vous\u{a0}: vous reviendrez au formulaire, avec ce que vous aviez saisi."
        }
        (false, false) => {
            "Copiez ce que vous aviez saisi, puis connectez-vous\u{a0}: vous reviendrez au \
             formulaire, qui sera vide."
        }
    };
    view! {
        <Title text="Votre session est terminée"/>
        <div class="app-narrow">
            <h1>"Votre session est terminée"</h1>
            <p class="fr-text--lead">
                "Le formulaire est arrivé après la fin de votre session. Il n’a pas été traité."
            </p>
            <p>{next}</p>
            {(!typed.is_empty()).then(|| view! { <dl class="app-details">{typed_fields(typed)}</dl> })}
            <ProConnectButton return_to=Some(way_back)/>
            <p><a class="fr-link" href="/">"Retour à l’accueil"</a></p>
            <p class="fr-hint-text">"Si la difficulté persiste, écrivez à " <MailLink/> "."</p>
        </div>
    }
}

fn typed_fields(typed: Vec<(Field, String)>) -> impl IntoView {
    let fields = typed.into_iter();
    fields
        .map(|(field, value)| view! { <Typed field value/> })
        .collect_view()
}

/// A `<pre>`, because Leptos does not escape the content of a `<textarea>`.
#[component]
fn Typed(field: Field, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{field.label} <span class="fr-hint-text">"Ce que vous aviez saisi"</span></dt>
            // HTML drops a line break that follows the tag, so that one is added here.
            <dd><pre class="app-typed">{format!("\n{value}")}</pre></dd>
        </div>
    }
}

/// Returns the path of the form's page, with the typed values in its query if they may be there and
/// are short enough.
fn way_back(form: Form, page: &str, typed: &[(Field, String)]) -> ReturnTo {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(typed.iter().map(|(field, value)| (field.name, value)));
    let query = query.finish();
    let empty = || page.parse().unwrap_or_default();
    if !form.in_address || query.is_empty() || query.len() > MAX_QUERY_BYTES {
        return empty();
    }
    let filled = format!("{page}?{query}");
    filled.parse().unwrap_or_else(|_| empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Field = Field {
        name: "text",
        label: "Texte",
    };

    fn back_to(in_address: bool, typed: &str) -> String {
        let form = Form {
            page: "/contact",
            fields: &[TEXT],
            in_address,
        };
        let typed = match typed {
            "" => Vec::new(),
            typed => vec![(TEXT, typed.to_owned())],
        };
        way_back(form, form.page, &typed).into()
    }

    #[test]
    fn r24_typed_text_is_in_an_address_only_if_allowed_and_short() {
        let typed = "R&D 100% #1 é+\r\n'\"<";
        assert_eq!(
            back_to(true, typed),
            "/contact?text=R%26D+100%25+%231+%C3%A9%2B%0D%0A%27%22%3C"
        );
        assert_eq!(back_to(false, typed), "/contact");
        assert_eq!(back_to(true, ""), "/contact");
        assert_eq!(back_to(true, &"x".repeat(2500)), "/contact");
        assert_eq!(back_to(true, &"é".repeat(400)), "/contact");
        assert_eq!(
            back_to(true, &"x".repeat(1900)).len(),
            "/contact?text=".len() + 1900
        );
    }
}
