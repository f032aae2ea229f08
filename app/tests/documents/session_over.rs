use super::{answer, options};
use app::{
    functions::{Field, Form},
    session_over_document,
};

/// The page of the form.
const PATH: &str = "/mon-compte";

const FIELD: Field = Field {
    name: "text",
    label: "Votre texte",
};

/// The document that answers a form which came after the end of the session.
async fn session_over(in_address: bool, typed: &'static [&'static str]) -> String {
    let form = Form {
        page: PATH,
        fields: &[FIELD],
        in_address,
    };
    let typed = typed.iter().map(|typed| (FIELD, (*typed).to_owned()));
    let typed = typed.collect();
    let document = move || session_over_document(options(), form, form.page.to_owned(), typed);
    answer(PATH, document).await.html
}

#[tokio::test]
async fn r24_what_was_typed_before_the_session_ended_is_shown_and_comes_back_where_it_may() {
    let hostile = "</pre></textarea><script>alert(1)</script>\n100 % & \"é\"";
    for (in_address, typed, back) in [
        (true, &["130 025"][..], "/mon-compte?text=130+025"),
        (false, &["130 025"], PATH),
        (true, &[], PATH),
    ] {
        let html = session_over(in_address, typed).await;
        let field = format!("name=\"return_to\" value=\"{back}\"");
        assert!(html.contains(&field), "{field} in {html}");
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
    let hostile_page = {
        let form = Form {
            page: PATH,
            fields: &[FIELD],
            in_address: true,
        };
        let typed = vec![(FIELD, hostile.to_owned())];
        let document = move || session_over_document(options(), form, form.page.to_owned(), typed);
        answer(PATH, document).await.html
    };
    assert!(!hostile_page.contains("<script"), "{hostile_page}");
    assert!(
        hostile_page.contains(">\n&lt;/pre&gt;&lt;/textarea&gt;&lt;script&gt;alert(1)"),
        "{hostile_page}"
    );
}
