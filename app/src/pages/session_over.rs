use crate::{
    components::link::MailLink,
    document::title::Title,
    functions::{Field, Form},
    session::log_in::ProConnectButton,
};
use leptos::prelude::*;
use proconnect::ReturnTo;
use url::form_urlencoded;

/// Bytes of typed values that travel in an address.
const MOST_IN_ADDRESS: usize = 2048;

/// In place of the answer to `form`, which came after the end of the session: the text that the agent
/// typed, and a login that leads back to the page of the form, which is filled again where its values
/// may travel in an address.
#[component]
pub fn SessionOver(form: Form, typed: Vec<(Field, String)>) -> impl IntoView {
    let way_back = way_back(form, &typed);
    // Whether the form is filled again.
    let comes_back = way_back.as_str() != form.page;
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

/// Not a `<textarea>`, whose content Leptos does not escape.
#[component]
fn Typed(field: Field, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{field.label} <span class="fr-hint-text">"Ce que vous aviez saisi"</span></dt>
            // A line break just after the tag is no part of what is preformatted.
            <dd><pre class="app-typed">{format!("\n{value}")}</pre></dd>
        </div>
    }
}

/// The page of the form, with what was typed in its query where that may travel and is short enough.
fn way_back(form: Form, typed: &[(Field, String)]) -> ReturnTo {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(typed.iter().map(|(field, value)| (field.name, value)));
    let query = query.finish();
    let page = || form.page.parse().unwrap_or_default();
    if !form.in_address || query.is_empty() || query.len() > MOST_IN_ADDRESS {
        return page();
    }
    let filled = format!("{}?{query}", form.page);
    filled.parse().unwrap_or_else(|_| page())
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
        way_back(form, &typed).into()
    }

    #[test]
    fn r24_what_was_typed_travels_only_where_it_may_and_is_short() {
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
