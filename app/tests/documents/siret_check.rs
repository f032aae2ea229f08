use super::{Answer, agent, page};

async fn checked(typed: &str) -> String {
    let path = format!("/verifier-un-siret?siret={typed}");
    let Answer { html, .. } = page(&path, Some(agent())).await;
    html
}

#[tokio::test]
async fn a_mistake_is_summed_up_tied_to_its_field_and_the_typed_text_is_kept() {
    let html = checked("130+025+265+0001%22%3E").await;
    for part in [
        "<title>Erreur\u{a0}: Vérifier un SIRET",
        "<li><a href=\"#siret\">Un numéro SIRET ne comporte que des chiffres.</a></li>",
        "value=\"130 025 265 0001&quot;&gt;\"",
        "aria-invalid=\"true\"",
        "aria-describedby=\"siret-message\"",
        "id=\"siret-message\" aria-live=\"polite\"",
        ">Erreur\u{a0}: <!>Un numéro SIRET ne comporte que des chiffres.",
        " autofocus",
        "class=\"fr-input-group fr-input-group--error\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn a_well_formed_number_is_shown_in_groups_and_recognised_when_it_is_the_agents() {
    let own = checked("13002526500013").await;
    assert!(
        own.contains("Le numéro 130\u{a0}025\u{a0}265\u{a0}00013 est valide"),
        "{own}"
    );
    assert!(own.contains("C’est celui de l’établissement"), "{own}");
    let another = checked("356+000+000+49837").await;
    assert!(
        another.contains("Elle n’indique pas si l’établissement existe"),
        "{another}"
    );
    for right in [own, another.clone()] {
        assert!(
            right.contains("<title>Numéro valide\u{a0}: Vérifier un SIRET"),
            "{right}"
        );
        assert!(right.contains("fr-message--valid\">"), "{right}");
        assert!(
            !right.contains("fr-message--error") && !right.contains(" autofocus"),
            "{right}"
        );
    }
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

#[tokio::test]
async fn r01_what_was_typed_is_decoded_once() {
    for (query, shown) in [("R%2526D", "R%26D"), ("%252B1", "%2B1"), ("1+%2B", "1 +")] {
        let path = format!("/verifier-un-siret?siret={query}");
        let html = page(&path, Some(agent())).await.html;
        let field = format!("value=\"{shown}\"");
        assert!(html.contains(&field), "{query}: {field} in {html}");
    }
}

#[tokio::test]
async fn a_verdict_is_one_message_and_its_words_are_plain() {
    for (typed, verdict) in [
        ("", "Saisissez un numéro SIRET."),
        ("13002526500013", "Le numéro est valide."),
        ("13002526500014", "Ce numéro comporte une erreur"),
    ] {
        let html = checked(typed).await;
        let message = html.split("id=\"siret-message\"").nth(1).unwrap();
        let message = message.split("</div>").next().unwrap();
        assert_eq!(message.matches("<p").count(), 1, "{message}");
        assert!(message.contains(verdict), "{message}");
        assert!(!html.contains("bien formé") && !html.contains("clé de contrôle"));
    }
}
