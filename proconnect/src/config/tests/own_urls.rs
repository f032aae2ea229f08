//! The redirect URI and the post-logout redirect URI.

use super::*;

#[test]
fn both_return_addresses_are_of_one_origin() {
    let other = "http://localhost:4000/auth/proconnect/logout/callback";
    let mistakes = read_with("PROCONNECT_POST_LOGOUT_REDIRECT_URI", other).unwrap_err();
    assert_eq!(
        variables_of(&mistakes),
        ["PROCONNECT_POST_LOGOUT_REDIRECT_URI"]
    );
}

#[test]
fn the_origin_is_that_of_the_redirect_uri() {
    let config = read_with("OTHER", "").unwrap();
    assert_eq!(config.origin(), "http://localhost:3000");
}

#[test]
fn production_takes_neither_http_nor_localhost() {
    let both = [
        "PROCONNECT_REDIRECT_URI",
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
    ];
    for host in ["auth.agentconnect.gouv.fr", "auth.agentconnect.rie.gouv.fr"] {
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1",
            "https://localhost",
        ] {
            let mistakes = read_all(&[
                ("PROCONNECT_DOMAIN", host),
                (both[0], &format!("{origin}/auth/proconnect/callback")),
                (
                    both[1],
                    &format!("{origin}/auth/proconnect/logout/callback"),
                ),
            ]);
            assert_eq!(
                variables_of(&mistakes.unwrap_err()),
                both,
                "{host} {origin}"
            );
        }
    }
    assert!(read_with("", "").is_ok(), "integration does");
}

#[test]
fn r26_a_redirect_uri_is_reported_as_a_browser_writes_it() {
    for written in [
        "https://site.example:443/auth/proconnect/callback",
        "https://Site.Example/auth/proconnect/callback",
        "HTTPS://site.example/auth/proconnect/callback",
    ] {
        let mistakes = read_with("PROCONNECT_REDIRECT_URI", written).unwrap_err();
        let mistake = &mistakes.0[0];
        assert_eq!(mistake.variable, "PROCONNECT_REDIRECT_URI");
        assert_eq!(mistake.received, Received::Value(written.to_owned()));
        let expected = "https://site.example/auth/proconnect/callback: ";
        assert!(
            mistake.expected.starts_with(expected),
            "{}",
            mistake.expected
        );
    }
}
