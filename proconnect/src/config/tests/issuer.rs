//! `PROCONNECT_DOMAIN`.

use super::*;

#[test]
fn a_domain_is_a_bare_host_or_the_whole_issuer() {
    for domain in [
        "fca.integ01.dev-agentconnect.fr",
        "fca.integ01.dev-agentconnect.fr/api/v2",
        "https://fca.integ01.dev-agentconnect.fr/api/v2",
    ] {
        let config = read_with("PROCONNECT_DOMAIN", domain).unwrap();
        assert_eq!(
            config.issuer.as_str(),
            "https://fca.integ01.dev-agentconnect.fr/api/v2"
        );
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for host in [
        "localhost:4000",
        "127.0.0.1:4000",
        "127.8.8.8:4000",
        "[::1]:4000",
    ] {
        let domain = format!("http://{host}/api/v2");
        assert_eq!(
            read_with("PROCONNECT_DOMAIN", &domain)
                .unwrap()
                .issuer
                .as_str(),
            domain
        );
    }
    for host in [
        "auth.agentconnect.gouv.fr",
        "10.0.0.1",
        "localhost.example.fr",
        "128.0.0.1",
    ] {
        let domain = format!("http://{host}/api/v2");
        assert!(read_with("PROCONNECT_DOMAIN", &domain).is_err(), "{domain}");
    }
}

#[test]
fn a_domain_that_is_neither_is_refused() {
    for domain in [
        "auth.example.fr/api/v1",
        "https://auth.example.fr/api/../v2",
        "https://auth.example.fr/api/v2?a=b",
        "https://auth.example.fr/realm#here",
        "https://auth.example.fr/realm/.well-known/openid-configuration",
        "https://user@auth.example.fr/api/v2",
        "ftp://auth.example.fr/api/v2",
        "a b",
    ] {
        let mistakes = read_with("PROCONNECT_DOMAIN", domain).unwrap_err();
        assert_eq!(mistakes.0[0].received, Received::Value(domain.to_owned()));
    }
}

#[test]
fn an_issuer_other_than_proconnect_has_the_path_it_likes() {
    for issuer in [
        "https://auth.example.fr",
        "https://auth.example.fr/",
        "https://auth.example.fr/realms/agents",
        "https://auth.example.fr/realms/agents/",
        "https://auth.example.fr/api/v2/",
        "https://localhost.example:8443/test/a/alias/",
        "http://localhost:8080/realms/agents",
        "http://127.0.0.1:8080",
    ] {
        let config = read_with("PROCONNECT_DOMAIN", issuer).unwrap();
        assert_eq!(config.issuer.as_str(), issuer);
        assert_eq!(config.environment(), None);
    }
    let written = "https://AUTH.example.fr:443/Realm/";
    let config = read_with("PROCONNECT_DOMAIN", written).unwrap();
    assert_eq!(config.issuer.as_str(), "https://auth.example.fr/Realm/");
}

#[test]
fn a_host_of_proconnect_with_another_path_is_a_mistake() {
    for (host, ..) in HOSTS {
        for path in ["", "/", "/api/v1", "/api/v2/", "/api"] {
            let mistakes = read_with("PROCONNECT_DOMAIN", &format!("https://{host}{path}"));
            let mistake = mistakes.unwrap_err().0.remove(0);
            assert_eq!(mistake.variable, "PROCONNECT_DOMAIN");
            let whole = format!("https://{host}/api/v2");
            assert!(mistake.expected.contains(&whole), "{}", mistake.expected);
        }
    }
}

#[test]
fn the_four_environments_are_known_by_their_hosts() {
    for (host, stage, network) in HOSTS {
        let own = "https://site.example/auth/proconnect";
        let config = read_all(&[
            ("PROCONNECT_DOMAIN", host),
            ("PROCONNECT_REDIRECT_URI", &format!("{own}/callback")),
            (
                "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
                &format!("{own}/logout/callback"),
            ),
        ]);
        let environment = config.unwrap().environment();
        assert_eq!(environment, Some(Environment { stage, network }));
        assert_eq!(host.contains(".rie."), network == Network::Rie);
    }
}
