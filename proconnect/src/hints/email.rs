//! The e-mail addresses that `ProConnect` accepts as a `login_hint`: those that class-validator's
//! `IsEmail` accepts, which calls `isEmail` of validator.js with its default options. Lengths are
//! in UTF-16 units, as in JavaScript, except those of the two halves of an address, in bytes.

/// Longest address, in units of UTF-16.
const MAX_LENGTH: usize = 254;

/// Longest part before the `@`, in bytes.
const MAX_LOCAL_LENGTH: usize = 64;

/// Longest domain, in bytes.
const MAX_DOMAIN_LENGTH: usize = 254;

/// Longest label of a domain, in units of UTF-16.
const MAX_LABEL_LENGTH: usize = 63;

/// Whether `ProConnect` accepts the text as an address.
pub(super) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    length(text) <= MAX_LENGTH
        && local.len() <= MAX_LOCAL_LENGTH
        && domain.len() <= MAX_DOMAIN_LENGTH
        && is_domain(domain)
        && is_local_part(local)
}

/// Length in UTF-16 units.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Two labels or more. The last one is not a number.
fn is_domain(domain: &str) -> bool {
    let (_, top) = domain.rsplit_once('.').unwrap_or_default();
    is_top_level(top) && domain.split('.').all(is_label)
}

/// Letters only, two at least; or the ASCII form of a name in another script.
fn is_top_level(label: &str) -> bool {
    let is_letter = |c: char| {
        c.is_ascii_alphabetic()
            || matches!(c, '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{d7ff}') && !is_script_space(c)
            || is_upper_plane(c)
    };
    let punycode = |label: &str| {
        let label = label.to_ascii_lowercase();
        let rest = label.strip_prefix("xn").unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        rest.len() >= 2 && rest.chars().all(plain)
    };
    label.chars().count() >= 2 && label.chars().all(is_letter) || punycode(label)
}

/// Letters, digits and inner hyphens. Beyond ASCII, any character except the wide forms of ASCII.
fn is_label(label: &str) -> bool {
    let allowed = |c: char| match c {
        '-' => true,
        '\u{ff01}'..='\u{ff5e}' => false,
        c if c >= '\u{a1}' => true,
        c => c.is_ascii_alphanumeric(),
    };
    let hyphen_at_an_end = label.starts_with('-') || label.ends_with('-');
    let is_short = (1..=MAX_LABEL_LENGTH).contains(&length(label));
    is_short && label.chars().all(allowed) && !hyphen_at_an_end
}

/// Atoms between single dots, or a quoted text.
fn is_local_part(local: &str) -> bool {
    match local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(quoted) => is_quoted(quoted),
        // A lone quote is both the first and the last one, with nothing in between.
        None if local == "\"" => true,
        None => local.split('.').all(is_atom),
    }
}

fn is_atom(atom: &str) -> bool {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(c)
            || matches!(c, '\u{a1}'..='\u{d7ff}')
            || is_upper_plane(c)
    };
    !atom.is_empty() && atom.chars().all(allowed)
}

/// Any character, but a quote or a backslash only after a backslash.
fn is_quoted(text: &str) -> bool {
    let beyond_ascii = |c: char| matches!(c, '\u{a0}'..='\u{d7ff}') || is_upper_plane(c);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let allowed = match c {
            '"' | '\0' => false,
            '\\' => characters.next().is_some_and(|c| {
                beyond_ascii(c) || matches!(c, '\u{1}'..='\u{9}' | '\u{b}'..='\u{7f}')
            }),
            c => c.is_ascii() || beyond_ascii(c),
        };
        if !allowed {
            return false;
        }
    }
    true
}

/// The part of the basic plane above the private use area, without its non-characters. A character
/// beyond that plane is two UTF-16 units, and neither is allowed.
fn is_upper_plane(c: char) -> bool {
    matches!(c, '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{ffef}')
}

/// White space beyond ASCII, as JavaScript's `\s` defines it.
fn is_script_space(c: char) -> bool {
    matches!(
        c,
        '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One address per line, after `yes` or `no` and a tab. The verdicts are those of validator.js.
    const ADDRESSES: &str = include_str!("login_hints.tsv");

    #[test]
    fn r05_a_hint_is_an_address_where_proconnect_takes_it_for_one() {
        let lines: Vec<_> = ADDRESSES
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        assert!(lines.len() >= 60, "{}", lines.len());
        for (verdict, address) in lines {
            assert_eq!(is_address(address), verdict == "yes", "{address}");
        }
    }
}
