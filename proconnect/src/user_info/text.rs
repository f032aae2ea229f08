//! Texts of a userinfo response: the characters allowed in an identifier, and those removed from a
//! text that is only displayed.

/// Greatest length of a name, an address or an identifier, in characters.
pub(super) const MAX_LENGTH: usize = 256;

/// Makes a text displayable: removes control characters and characters that change the direction of
/// the text, replaces white space by one space, and cuts to [`MAX_LENGTH`]. `None` when no
/// character is left.
///
/// `ProConnect` lets such characters pass. They come from an identity provider's directory, and the
/// agent is not at fault. Marks that some scripts need are kept (U+200C to U+200F).
pub(super) fn shown(text: &str) -> Option<String> {
    let mut shown = String::new();
    let mut words = text.split(|c: char| c.is_whitespace() && !is_kept_space(c));
    for word in words.by_ref() {
        let word: String = word.chars().filter(|c| !is_left_out(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&word);
    }
    let cut: String = shown.chars().take(MAX_LENGTH).collect();
    let cut = cut.trim();
    (!cut.is_empty()).then(|| cut.to_owned())
}

/// No-break spaces, which are written on purpose.
fn is_kept_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

fn is_left_out(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether an identifier is short and has no hidden character, so that two identifiers that look
/// the same are the same.
pub(super) fn is_legible(identifier: &str) -> bool {
    let hidden = |c: char| c.is_control() || hides(c);
    identifier.chars().count() <= MAX_LENGTH && !identifier.contains(hidden)
}

/// Characters that are invisible, or that change the direction of the text.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether the text is an identifier of a program: visible ASCII, [`MAX_LENGTH`] at most.
pub(super) fn is_code(text: &str) -> bool {
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    !text.is_empty() && text.len() <= MAX_LENGTH && visible
}

/// Whether the text is one e-mail address, whose domain no reader can locate differently.
pub(super) fn is_address(email: &str) -> bool {
    let (local, domain) = email.split_once('@').unwrap_or_default();
    let misleading = |c: char| c.is_whitespace() || "@,;:<>()[]\"\\\u{ff20}\u{fe6b}".contains(c);
    !local.is_empty() && !local.contains(misleading) && is_domain(domain)
}

/// Labels of letters, digits and hyphens, in any script. Characters that another reader could take
/// for the end of the domain, a port, an escape or a dot are rejected.
fn is_domain(domain: &str) -> bool {
    let of_a_label = |c: char| match c {
        '-' | '_' => true,
        // Unicode counts wide and small forms as letters, and normalisation turns them into ASCII.
        '\u{ff00}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}' => false,
        c => c.is_alphanumeric(),
    };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(of_a_label);
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_address_of_a_machine = last.bytes().all(|byte| byte.is_ascii_digit());
    domain.contains('.') && domain.split('.').all(is_label) && !is_address_of_a_machine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r19_a_name_is_let_in_without_its_control_characters() {
        for (sent, expected) in [
            ("D\u{92}ALMEIDA", "DALMEIDA"),
            ("DUBOIS\t", "DUBOIS"),
            ("DUBOIS\r\n", "DUBOIS"),
            ("Jean\tPierre", "Jean Pierre"),
            ("  Angela \u{2028}  Claire\u{85}", "Angela Claire"),
            ("a\0b\u{1b}[2J", "ab[2J"),
            ("\u{feff}Ang\u{200b}ela", "Angela"),
            ("Angela\u{202e}nimda\u{2066}", "Angelanimda"),
        ] {
            assert_eq!(shown(sent).as_deref(), Some(expected), "{sent:?}");
        }
        for honest in [
            "Zoé-Anaïs",
            "d’Août",
            "DU\u{a0}BOIS",
            "Łukasz 3ᵉ",
            "محمد",
            "O'Neil \"Zoé\"",
            "José\u{301}",
            "می\u{200c}خواهم",
        ] {
            assert_eq!(shown(honest).as_deref(), Some(honest));
        }
        for nothing in ["", " ", "\t\r\n", "\0", "\u{202e}"] {
            assert_eq!(shown(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn f18_a_text_that_is_shown_is_cut() {
        assert_eq!(shown(&"é".repeat(256)).unwrap().chars().count(), 256);
        assert_eq!(shown(&"é".repeat(11_000)).unwrap().chars().count(), 256);
    }

    #[test]
    fn an_identifier_shows_every_character() {
        for uid in ["adubois-adc", "12", "é", ""] {
            assert!(is_legible(uid), "{uid}");
        }
        for uid in [
            "a\u{200b}",
            "a\u{202e}b",
            "\u{feff}a",
            "a\u{2066}",
            "a\nb",
            "a\0",
            "a\u{85}",
            "a\u{ad}b",
            "a\u{e0041}",
        ] {
            assert!(!is_legible(uid), "{uid:?}");
        }
        assert!(is_legible(&"é".repeat(256)) && !is_legible(&"é".repeat(257)));
    }

    #[test]
    fn honest_addresses_pass_in_any_script() {
        for email in [
            "a@b.fr",
            "élodie.o'neil+mfa@ministère.gouv.fr",
            "A_B@x-y.GOUV.FR",
            "a%b/c=d@sous.domaine.fr",
            "a@xn--ministre-60a.fr",
        ] {
            assert!(is_address(email), "{email}");
        }
    }

    #[test]
    fn a_text_that_is_not_exactly_one_address_is_refused() {
        for email in [
            "a",
            "@",
            "a@",
            "@b.fr",
            "a@b",
            "a@b.fr@c.fr",
            "a@b.fr,c@d.fr",
            "a b@c.fr",
            "a@b c.fr",
            "a@b.fr;c.fr",
            "<a@b.fr>",
            "a,b@c.fr",
            "a\u{ff20}b.fr",
            "a\u{ff20}b@c.fr",
            "a@b\u{fe6b}c.fr",
        ] {
            assert!(!is_address(email), "{email}");
        }
    }

    #[test]
    fn f18_a_domain_holds_nothing_that_another_reader_reads_otherwise() {
        for domain in [
            "attacker.example/gouv.fr",
            "attacker.example%2fgouv.fr",
            "attacker.example\\gouv.fr",
            "attacker.example?.gouv.fr",
            "attacker.example#.gouv.fr",
            "attacker.example:25.gouv.fr",
            "\"attacker.example\".gouv.fr",
            "'attacker.example'.gouv.fr",
            "attacker.example\u{2044}gouv.fr",
            "attacker.example\u{ff0f}gouv.fr",
            "attacker\u{3002}example.gouv.fr",
            "attacker\u{ff0e}example.gouv.fr",
            "\u{ff41}ttacker.example",
            "gouv..fr",
            ".gouv.fr",
            "gouv.fr.",
            "127.0.0.1",
            "[127.0.0.1]",
            "gouv.fr&x=.fr",
            "{gouv}.fr",
        ] {
            assert!(!is_address(&format!("agent@{domain}")), "{domain}");
        }
    }

    #[test]
    fn f18_a_code_is_visible_ascii_and_not_endless() {
        for code in [
            "agent_public",
            "agent_public_L100-3",
            "fia1v2",
            "71144ab3-ee1a",
        ] {
            assert!(is_code(code), "{code}");
        }
        for code in ["", " ", "agent public", "agent\u{202e}", "rôle", "a\n"] {
            assert!(!is_code(code), "{code:?}");
        }
        assert!(!is_code(&"a".repeat(11_000)));
    }
}
