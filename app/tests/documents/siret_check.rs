use super::{Answer, agent, answer, options, page};
use app::{
    functions::{Field, Form},
    session_over_document,
    siret_check::functions::PATH,
};

async fn checked(typed: &str) -> String {
    let path = format!("/verifier-un-siret?siret={typed}");
    let Answer { html, .. } = page(&path, Some(agent())).await;
    html
}

#[tokio::test]
async fn a_mistake_is_summed_up_tied_to_its_field_and_the_typed_text_is_kept() {
    let html = checked("130+025+265+0001%22%3E").await;
    for part in [
        "<title>Erreur\u{a0}: vérifier un SIRET",
        "<li><a href=\"#siret\">Un numéro SIRET ne comporte que des chiffres.</a></li>",
        "value=\"130 025 265 0001&quot;&gt;\"",
        "aria-invalid=\"true\"",
        "aria-describedby=\"siret-messages\"",
        "id=\"siret-messages\" aria-live=\"polite\"",
        "class=\"fr-input-group fr-input-group--error\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn a_well_formed_number_is_shown_in_groups_and_recognised_when_it_is_the_agents() {
    let own = checked("13002526500013").await;
    assert!(
        own.contains("Le numéro 130\u{a0}025\u{a0}265\u{a0}00013 est bien formé"),
        "{own}"
    );
    assert!(own.contains("C’est celui de l’établissement"), "{own}");
    let another = checked("356+000+000+49837").await;
    assert!(
        another.contains("Cela ne dit pas que l’établissement existe"),
        "{another}"
    );
    assert!(!another.contains("aria-invalid=\"true\""), "{another}");
}

#[tokio::test]
async fn nothing_is_judged_before_something_was_sent() {
    let html = page("/verifier-un-siret", Some(agent())).await.html;
    assert!(
        html.contains("<form method=\"post\" action=\"/api/check_siret\" novalidate>"),
        "{html}"
    );
    assert!(!html.contains("aria-invalid"), "{html}");
    assert!(!html.contains("fr-alert"), "{html}");
}

const FIELD: Field = Field {
    name: "siret",
    label: "Numéro SIRET",
};

/// The document that answers a form sent after the end of the session.
async fn session_over(in_address: bool, typed: &'static [&'static str]) -> String {
    let form = Form {
        page: PATH,
        fields: &[FIELD],
        in_address,
    };
    let typed = typed.iter().map(|typed| (FIELD, (*typed).to_owned()));
    let typed = typed.collect();
    let document = move || session_over_document(options(), form, typed);
    answer(PATH, document).await.html
}

#[tokio::test]
async fn r24_text_typed_before_the_session_ended_is_shown_and_filled_in_again_if_allowed() {
    let hostile = "</pre></textarea><script>alert(1)</script>\n100 % & \"é\"";
    for (in_address, typed, back) in [
        (true, &["130 025"][..], "/verifier-un-siret?siret=130+025"),
        (false, &["130 025"], "/verifier-un-siret"),
        (true, &[], "/verifier-un-siret"),
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
        let document = move || session_over_document(options(), form, typed);
        answer(PATH, document).await.html
    };
    assert!(!hostile_page.contains("<script"), "{hostile_page}");
    assert!(
        hostile_page.contains(">\n&lt;/pre&gt;&lt;/textarea&gt;&lt;script&gt;alert(1)"),
        "{hostile_page}"
    );
}
