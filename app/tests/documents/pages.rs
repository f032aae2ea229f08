use super::{PATHS, agent, page};
use app::current_user::CurrentUser;

#[tokio::test]
async fn an_identity_is_on_the_page_as_text_and_nowhere_else() {
    let html = page("/mon-compte", Some(agent())).await.html;
    assert!(
        html.contains("<bdi>130\u{a0}025\u{a0}265\u{a0}00013</bdi>"),
        "{html}"
    );
    assert!(!html.contains("13002526500013"), "serialized: {html}");
    assert_eq!(
        html.matches("angele.dubois@ministere.example").count(),
        1,
        "{html}"
    );
    assert!(
        html.contains(
            "data-props=\"{&quot;session_seconds_left&quot;:1800,&quot;name&quot;:&quot;Angèle Dubois&quot;}\""
        ),
        "{html}"
    );
}

#[tokio::test]
async fn a_hostile_name_stays_text() {
    let hostile = "</bdi></title><script>alert(1)</script>\" onload=\"alert(2)";
    let user = CurrentUser {
        name: hostile.into(),
        given_name: Some(hostile.into()),
        organization_label: Some(hostile.into()),
        idp_id: Some(hostile.into()),
        acr: Some(hostile.into()),
        ..agent()
    };
    for path in PATHS {
        let html = page(path, Some(user.clone())).await.html;
        assert!(
            !html.contains("<script>alert") && !html.contains("</bdi></title>"),
            "{html}"
        );
        assert!(
            html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
            "{html}"
        );
    }
}

#[tokio::test]
async fn without_an_agent_the_account_page_only_offers_the_login() {
    let html = page("/mon-compte", None).await.html;
    assert!(html.contains("action=\"/auth/proconnect\""), "{html}");
    assert!(
        html.contains("name=\"return_to\" value=\"/mon-compte\""),
        "{html}"
    );
    assert!(!html.contains("SIRET"), "{html}");
}

#[tokio::test]
async fn the_sensitive_page_opens_to_a_second_factor_only() {
    let strong = CurrentUser {
        has_second_factor: true,
        ..agent()
    };
    let open = page("/espace-sensible", Some(strong.clone())).await.html;
    assert!(open.contains("<h1>Espace sensible</h1>"), "{open}");
    for user in [None, Some(agent())] {
        let closed = page("/espace-sensible", user).await.html;
        assert!(!closed.contains("<h1>Espace sensible</h1>"), "{closed}");
        assert!(closed.contains("name=\"level\" value=\"mfa\""), "{closed}");
        assert!(
            closed.contains("name=\"return_to\" value=\"/espace-sensible\""),
            "{closed}"
        );
    }
}

#[tokio::test]
async fn the_login_page_offers_a_step_up_to_whom_it_can_help() {
    let path = "/connexion?return_to=%2Fespace-sensible&level=mfa";
    let offer = page(path, Some(agent())).await.html;
    assert!(offer.contains("Confirmer avec ProConnect"), "{offer}");
    assert!(
        offer.contains("name=\"login_hint\" value=\"angele.dubois@ministere.example\""),
        "{offer}"
    );
    let strong = CurrentUser {
        has_second_factor: true,
        ..agent()
    };
    let onward = page(path, Some(strong)).await.html;
    assert!(
        onward.contains("href=\"/espace-sensible\" class=\"fr-btn\">Continuer</a>"),
        "{onward}"
    );
    let other_level = page("/connexion?level=eidas3", Some(agent())).await.html;
    assert!(!other_level.contains("Confirmer avec ProConnect"));
}

#[tokio::test]
async fn what_is_absent_is_said_to_be() {
    let user = CurrentUser {
        email: None,
        organization_label: Some(" ".into()),
        ..agent()
    };
    let html = page("/mon-compte", Some(user)).await.html;
    assert_eq!(html.matches("non communiqué").count(), 2, "{html}");
}

#[tokio::test]
async fn the_login_page_keeps_the_way_back_only_if_it_stays_on_the_site() {
    let kept = page("/connexion?return_to=%2Fmon-compte%3Fa%3D1", None)
        .await
        .html;
    assert!(
        kept.contains("name=\"return_to\" value=\"/mon-compte?a=1\""),
        "{kept}"
    );
    for elsewhere in [
        "%2F%2Fevil.example",
        "https%3A%2F%2Fevil.example",
        "javascript%3Aalert(1)",
    ] {
        let path = format!("/connexion?return_to={elsewhere}");
        assert!(
            !page(&path, None).await.html.contains("return_to"),
            "{elsewhere}"
        );
        assert!(
            page(&path, Some(agent()))
                .await
                .html
                .contains("href=\"/\" class=\"fr-btn\">Continuer</a>")
        );
    }
    let onward = page("/connexion?return_to=%2Fmon-compte", Some(agent()))
        .await
        .html;
    assert!(
        onward.contains("href=\"/mon-compte\" class=\"fr-btn\">Continuer</a>"),
        "{onward}"
    );
}

#[tokio::test]
async fn an_agent_can_leave_from_every_page() {
    for path in PATHS {
        let html = page(path, Some(agent())).await.html;
        assert!(
            html.contains("<form method=\"post\" action=\"/auth/proconnect/logout\">"),
            "{path}"
        );
    }
}
