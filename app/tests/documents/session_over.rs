use super::{answer, options};
use app::{functions::Field, session_over_document};

/// The page of the form.
const PATH: &str = "/mon-compte";

const FIELD: Field = Field {
    name: "text",
    label: "Votre texte",
};

/// The document that answers a form which came after the end of the session.
async fn session_over(typed: &'static [&'static str]) -> String {
    let typed = typed.iter().map(|typed| (FIELD, (*typed).to_owned()));
    let typed = typed.collect();
    let document = move || session_over_document(options(), PATH.to_owned(), typed);
    answer(PATH, document).await.html
}

#[tokio::test]
async fn r24_what_was_typed_before_the_session_ended_is_shown_and_is_in_no_address() {
    for (typed, next) in [
        (&["130 025"][..], "Copiez ce que vous aviez saisi"),
        (&[], "Connectez-vous\u{a0}: vous reviendrez au formulaire."),
    ] {
        let html = session_over(typed).await;
        let field = format!("name=\"return_to\" value=\"{PATH}\"");
        assert!(html.contains(&field), "{field} in {html}");
        assert!(html.contains(next), "{html}");
        assert!(
            html.contains("<h1>Votre session est terminée</h1>"),
            "{html}"
        );
        for typed in typed {
            let shown = format!(">\n{typed}</pre>");
            assert!(html.contains(&shown), "{shown:?} in {html}");
        }
        assert_eq!(html.matches("<pre").count(), typed.len(), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }
}

#[tokio::test]
async fn r24_what_was_typed_is_text_whatever_it_is() {
    let html = session_over(&["</pre></textarea><script>alert(1)</script>\n100 % & \"é\""]).await;
    assert!(!html.contains("<script"), "{html}");
    let shown = ">\n&lt;/pre&gt;&lt;/textarea&gt;&lt;script&gt;alert(1)";
    assert!(html.contains(shown), "{html}");
}
