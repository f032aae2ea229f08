use super::service_requests;
use super::{agent, members, open_sessions, page, page_with, paths};
use app::{access::Access, agent::Agent, functions::FUNCTIONS};
use http::{StatusCode, header::SET_COOKIE};

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
    // The island that watches the session gets these six values, and no identity.
    let props = "data-props=\"{&quot;agent&quot;:&quot;d1g3st&quot;,&quot;seconds_left&quot;:1800,&quot;idle_minutes&quot;:30,&quot;log_in&quot;:&quot;/auth/proconnect&quot;,&quot;page&quot;:&quot;/mon-compte&quot;,&quot;level&quot;:null}\"";
    assert!(html.contains(props), "{html}");
    assert_eq!(html.matches("data-props").count(), 1, "{html}");
}

#[tokio::test]
async fn a_hostile_name_stays_text() {
    let hostile = "</bdi></title><script>alert(1)</script>\" onload=\"alert(2)";
    let user = Agent {
        name: hostile.into(),
        given_name: Some(hostile.into()),
        organization_label: Some(hostile.into()),
        idp_id: Some(hostile.into()),
        acr: Some(hostile.into()),
        ..agent()
    };
    for path in paths() {
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
    let strong = Agent {
        has_second_factor: true,
        ..agent()
    };
    let open = page("/espace-sensible", Some(strong.clone())).await.html;
    assert!(open.contains("<h1>Opérations protégées</h1>"), "{open}");
    for user in [None, Some(agent())] {
        let closed = page("/espace-sensible", user).await.html;
        assert!(
            !closed.contains("<h1>Opérations protégées</h1>"),
            "{closed}"
        );
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
    let strong = Agent {
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
async fn absent_claims_are_marked_as_absent() {
    let user = Agent {
        email: None,
        organization_label: Some(" ".into()),
        ..agent()
    };
    let absent = async |user| {
        let html = page("/mon-compte", Some(user)).await.html;
        html.matches("non communiqué").count()
    };
    assert_eq!(absent(user).await, absent(agent()).await + 2);
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
async fn r01_pages_decode_the_query_once() {
    for (query, shown) in [
        ("%2Fx%3Fq%3DJean%2520Dupont", "/x?q=Jean%20Dupont"),
        ("%2Fx%3Fq%3DR%2526D", "/x?q=R%26D"),
        ("%2Fx%3Fq%3Da%2523b%2526", "/x?q=a%23b%26"),
        ("%2Fx%3Fq%3D1%2B1%26r%3D%252B", "/x?q=1+1&amp;r=%2B"),
        ("%2Fx%3Fq%3D100%2525", "/x?q=100%25"),
        ("%2F%25C3%25A9t%25C3%25A9", "/%C3%A9t%C3%A9"),
    ] {
        let html = page(&format!("/connexion?return_to={query}"), None)
            .await
            .html;
        let field = format!("name=\"return_to\" value=\"{shown}\"");
        assert!(html.contains(&field), "{query}: {field} in {html}");
        let onward = page(&format!("/connexion?return_to={query}"), Some(agent()))
            .await
            .html;
        let link = format!("href=\"{shown}\" class=\"fr-btn\">Continuer</a>");
        assert!(onward.contains(&link), "{query}: {link} in {onward}");
    }
}

#[tokio::test]
async fn f20_every_form_that_only_an_agent_may_send_says_whose_it_is() {
    let mut guarded = Vec::new();
    let mut pages = vec![
        ("a list of sessions", open_sessions::example().await),
        ("a list of members", members::example().await),
    ];
    pages.push(("a request", service_requests::example().await));
    for path in paths() {
        pages.push((path, page(path, Some(agent())).await.html));
    }
    for (path, html) in pages {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let action = form.split("action=\"").nth(1).unwrap();
            let action = action.split('"').next().unwrap();
            let row = FUNCTIONS.iter().find(|row| row.path == action);
            let sent = form.split('>').next().unwrap();
            if !sent.contains("method=\"post\"") {
                // A form that filters a list asks for a page.
                assert!(
                    row.is_none() && paths().any(|path| path == action),
                    "{action}"
                );
                continue;
            }
            if row.is_some_and(|row| row.access == Access::Public) {
                assert!(!form.contains("name=\"agent\""), "{action} on {path}");
            } else {
                guarded.push(action.to_owned());
                let field = "<input type=\"hidden\" name=\"agent\" value=\"d1g3st\">";
                assert!(form.contains(field), "{action} on {path}: {form}");
            }
        }
    }
    let listed = FUNCTIONS.iter().filter(|row| row.form.is_some());
    for row in listed.filter(|row| row.access != Access::Public) {
        assert!(guarded.iter().any(|action| action == row.path), "{row:?}");
    }
}

#[tokio::test]
async fn an_agent_can_leave_from_every_page() {
    for path in paths() {
        let html = page(path, Some(agent())).await.html;
        assert!(
            html.contains("<form method=\"post\" action=\"/auth/proconnect/logout\">"),
            "{path}"
        );
    }
}

/// The guard checks the role (`server/tests/it/access.rs`).
#[tokio::test]
async fn the_area_of_public_agents_shows_a_visitor_nothing_but_the_login() {
    let path = "/espace-agents-publics";
    let open = page(path, Some(agent())).await;
    assert_eq!(open.status, StatusCode::OK);
    assert!(
        open.html.contains("l’accès vous est ouvert"),
        "{}",
        open.html
    );
    let visitor = page(path, None).await.html;
    assert!(
        visitor.contains("value=\"/espace-agents-publics\""),
        "{visitor}"
    );
    assert!(!visitor.contains("l’accès vous est ouvert"), "{visitor}");
}

#[tokio::test]
async fn the_end_of_a_logout_is_announced_once_and_by_no_address() {
    let notice = "Votre session est fermée";
    let after = page_with("/", "a=b; __Host-signed-out=everywhere", None).await;
    assert!(after.html.contains(notice), "{}", after.html);
    let removal = after.headers[SET_COOKIE].to_str().unwrap();
    assert!(removal.starts_with("__Host-signed-out=;"), "{removal}");
    assert!(removal.ends_with("Max-Age=0"), "{removal}");
    for (path, cookies, user) in [
        ("/", "", None),
        ("/?__Host-signed-out=everywhere&signed_out=1", "", None),
        ("/connexion", "__Host-signed-out=everywhere", None),
        ("/", "__Host-signed-out=everywhere", Some(agent())),
    ] {
        let answer = page_with(path, cookies, user).await;
        assert!(!answer.html.contains(notice), "{path} {cookies}");
        assert!(!answer.headers.contains_key(SET_COOKIE), "{path} {cookies}");
    }
}
