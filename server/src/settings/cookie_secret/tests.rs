use super::*;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proconnect::config::Received;

/// Bytes as random as those of `openssl rand`, but the same at every run.
fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    Hkdf::<Sha512>::new(None, b"a test's own")
        .expand(b"secret", &mut bytes)
        .unwrap();
    bytes
}

fn keys(current: &str, previous: Option<&str>) -> Result<CookieKeys, Mistakes> {
    let variable = |name: &str| match name {
        COOKIE_SECRET => Some(current.to_owned()),
        _ => previous.map(str::to_owned),
    };
    let mut variables = Variables::new(&variable);
    let keys = read(&mut variables);
    if variables.mistakes.0.is_empty() {
        Ok(keys.unwrap())
    } else {
        Err(variables.mistakes)
    }
}

fn refused(bytes: &[u8]) -> String {
    let mistakes = keys(&BASE64_STANDARD.encode(bytes), None).err().unwrap();
    assert_eq!(mistakes.0[0].variable, COOKIE_SECRET);
    mistakes.0[0].expected.clone()
}

#[test]
fn a_secret_is_read_however_it_was_wrapped() {
    let bytes = random(64);
    let secret = BASE64_STANDARD.encode(&bytes);
    let (start, end) = secret.split_at(64);
    let expected = derive(&bytes).unwrap();
    for written in [
        secret.clone(),
        secret.trim_end_matches('=').to_owned(),
        format!("{start}\n{end}\n"),
        format!("{start}\\n{end}\\n"),
        format!("\"{start}\n{end}\""),
        format!("'{secret}'"),
        BASE64_URL_SAFE_NO_PAD.encode(&bytes),
    ] {
        assert!(
            keys(&written, None).unwrap().current == expected,
            "{written}"
        );
    }
}

#[test]
fn r10_the_first_line_alone_has_a_message_of_its_own() {
    let secret = BASE64_STANDARD.encode(random(64));
    let mistakes = keys(&secret[..64], None).err().unwrap();
    assert!(mistakes.0[0].expected.starts_with("the second line too"));
    assert_eq!(mistakes.0[0].received, Received::Secret { length: 64 });
    for length in [1, 32, 47, 63] {
        assert!(refused(&random(length)).contains("tr -d '\\n'"), "{length}");
    }
    assert!(keys("not base64!", None).is_err());
}

#[test]
fn f13_a_secret_is_used_whole() {
    let (short, long) = (random(64), random(128));
    assert_eq!(short, long[..64]);
    let mut other = long.clone();
    other[127] ^= 1;
    let keys = [short, long, other].map(|bytes| derive(&bytes).unwrap());
    assert!(keys[0] != keys[1] && keys[1] != keys[2]);
}

#[test]
fn f13_the_previous_secret_opens_and_the_current_one_seals() {
    let [old, new] = [64, 80].map(|length| BASE64_STANDARD.encode(random(length)));
    let before = keys(&old, None).unwrap();
    let after = keys(&new, Some(&old)).unwrap();
    assert!(before.previous.is_none());
    assert!(after.previous.unwrap() == before.current);
    assert!(after.current != before.current);
    let mistakes = keys(&new, Some("AAAA")).err().unwrap();
    assert_eq!(mistakes.0[0].variable, COOKIE_SECRET_PREVIOUS);
}

#[test]
fn f13_trivial_secrets_are_refused() {
    let cycle = |pattern: &[u8], length| pattern.iter().copied().cycle().take(length).collect();
    let mut zeros_but_one = vec![0; 64];
    zeros_but_one[63] = 1;
    let wide = |n: u16| n.to_be_bytes();
    let trivial: [Vec<u8>; 13] = [
        vec![0; 64],
        vec![255; 64],
        vec![b'a'; 200],
        zeros_but_one,
        (0..64).collect(),
        (100..=255).rev().collect(),
        (0..64).map(|n: u8| n.wrapping_mul(7)).collect(),
        (0..64).flat_map(wide).collect(),
        cycle(b"changeme", 64),
        cycle(&random(16), 64),
        cycle(&random(24), 64),
        cycle(&random(32), 64),
        cycle(b"abcdefghijklmnopqrstuvwxyz0123456789", 72),
    ];
    for bytes in trivial {
        assert!(refused(&bytes).starts_with("random bytes"), "{bytes:?}");
    }
}

#[test]
fn f13_secrets_that_somebody_wrote_are_refused() {
    let text = BASE64_STANDARD
        .encode("change-me: this is a secret of more than 64 bytes, please, before you go on");
    for written in [
        text.as_str(),
        "please-change-this-secret-before-going-to-production-please-change-this-secret-before-go",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHIJKLMNOPQRSTUVWX",
    ] {
        let mut mistakes = Mistakes::default();
        assert!(
            key(COOKIE_SECRET, written, &mut mistakes).is_none(),
            "{written}"
        );
        assert_eq!(mistakes.0[0].expected, TRIVIAL, "{written}");
    }
    for length in 64..640 {
        let random = BASE64_STANDARD.encode(random(length));
        assert!(
            key(COOKIE_SECRET, &random, &mut Mistakes::default()).is_some(),
            "{random}"
        );
    }
}

#[test]
fn random_secrets_are_not_trivial() {
    for length in 64..640 {
        assert!(!is_trivial(&random(length)), "{length}");
    }
}
