use super::*;

const OWN: OwnCookies = OwnCookies {
    https: true,
    names: &["__Host-session", "__Host-theme"],
};

fn cleaned_by(own: OwnCookies, lines: &[&[u8]]) -> String {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
    }
    own.clean(&mut headers);
    assert!(headers.get_all(COOKIE).iter().count() <= 1);
    let clean = headers.get(COOKIE).map(|line| line.to_str().unwrap());
    clean.unwrap_or_default().to_owned()
}

fn cleaned(line: &str) -> String {
    cleaned_by(OWN, &[line.as_bytes()])
}

#[test]
fn f1_a_name_in_another_spelling_is_not_ours() {
    for name in [
        "__Host%2Dsession",
        "__Host%2dsession",
        "%5F_Host-session",
        "%5f%5f%48%6f%73%74%2d%73%65%73%73%69%6f%6e",
        "__Host-%73ession",
        "__Host-session%20",
        "__Host-session ",
        "__host-session",
        "__HOST-SESSION",
        "\u{a0}__Host-session",
        "\u{2003}__Host-session",
        "__Host-session\u{3000}",
        "\u{feff}__Host-session",
        "__Host-sessio\u{336}n",
        "__Secure-session",
        "session",
        "local-session",
        "=__Host-session",
        "__Host-session2",
        "__Host-sessio",
        "x=__Host-session",
        "__Host-login-attempt-",
        "__Host-login-attempt-%41AAAAAAAAAAAAAAAAAAAAA",
        "__Host%2Dlogin-attempt-AAAAAAAAAAAAAAAAAAAAAA",
        "__Host%2Dlogout",
    ] {
        assert_eq!(cleaned(&format!("{name}=evil")), "", "{name}");
        let beside = cleaned(&format!("__Host-session=good; {name}=evil"));
        assert_eq!(beside, "__Host-session=good", "{name}");
        let before = cleaned(&format!("{name}=evil; __Host-session=good"));
        assert_eq!(before, "__Host-session=good", "{name}");
    }
}

#[test]
fn f1_a_name_that_occurs_twice_is_dropped() {
    assert_eq!(cleaned("__Host-session=a; __Host-session=b"), "");
    assert_eq!(cleaned("__Host-session=a; __Host-session=a"), "");
    let lines: [&[u8]; 2] = [b"__Host-session=a; __Host-theme=dark", b"__Host-session=b"];
    assert_eq!(cleaned_by(OWN, &lines), "__Host-theme=dark");
}

#[test]
fn f5_a_foreign_cookie_of_any_bytes_takes_none_of_ours_away() {
    for foreign in [
        &b"ville=\xc3\x89vry"[..],
        b"ville=\xc9vry",
        b"\xff\xfe=\x80",
        b"a=\"b; c\"",
        b"flag",
        b"=",
        b";;;",
        b"a=b=c",
    ] {
        let line = [foreign, b"; __Host-session=good;", foreign].concat();
        let kept = cleaned_by(OWN, &[&line]);
        assert_eq!(kept, "__Host-session=good", "{foreign:?}");
        let kept = cleaned_by(OWN, &[foreign, b"__Host-session=good", foreign]);
        assert_eq!(kept, "__Host-session=good", "{foreign:?}");
    }
}

#[test]
fn only_spaces_and_tabs_around_a_pair_are_trimmed() {
    assert_eq!(cleaned(" \t__Host-session=good\t "), "__Host-session=good");
    assert_eq!(cleaned("__Host-session= good"), "");
}

#[test]
fn the_cookies_of_this_library_pass_under_their_whole_names() {
    let attempt = format!("__Host-login-attempt-{}", "A".repeat(22));
    for name in [
        attempt.as_str(),
        "__Host-login-attempts-dropped",
        "__Host-logout",
        "__Host-signed-out",
        "__Host-refusal",
    ] {
        let pair = format!("{name}=v");
        assert_eq!(cleaned(&pair), pair);
    }
    assert_eq!(cleaned(&format!("{attempt}A=v")), "");
}

#[test]
fn a_value_that_no_cookie_of_ours_has_is_dropped() {
    for value in ["a b", "\"a\"", "a,b", "a\\b", "é"] {
        assert_eq!(cleaned(&format!("__Host-session={value}")), "", "{value}");
    }
    assert_eq!(cleaned(&format!("__Host-session={}", "a".repeat(4097))), "");
}

#[test]
fn r07_by_plain_http_a_cookie_is_neither_secure_nor_of_the_host_prefix() {
    let own = OwnCookies {
        https: false,
        ..OWN
    };
    let kept = cleaned_by(own, &[b"local-session=good; __Host-session=evil"]);
    assert_eq!(kept, "__Host-session=good");
    let mut headers = HeaderMap::new();
    let set = "__Host-session=v; Path=/; Secure; HttpOnly; SameSite=Lax";
    headers.append(SET_COOKIE, HeaderValue::from_static(set));
    loosen(&mut headers);
    let expected = "local-session=v; Path=/; HttpOnly; SameSite=Lax";
    assert_eq!(headers[SET_COOKIE], expected);
}
