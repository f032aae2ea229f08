//! ProConnect's rule for an e-mail address: class-validator's `IsEmail`, which calls `isEmail` of
//! validator.js with its default options. Its regular expressions match one UTF-16 unit at a time,
//! and so does this code.

use std::ops::RangeInclusive;

type Class = [RangeInclusive<u16>];

const ASCII_LETTERS_AND_DIGITS: [RangeInclusive<u16>; 3] = [0x30..=0x39, 0x41..=0x5a, 0x61..=0x7a];

/// ``[a-z\d!#\$%&'\*\+\-\/=\?\^_`{\|}~\u00A1-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]``, with `i`
const USER: [RangeInclusive<u16>; 12] = [
    0x21..=0x21,
    0x23..=0x27,
    0x2a..=0x2b,
    0x2d..=0x2d,
    0x2f..=0x39,
    0x3d..=0x3d,
    0x3f..=0x3f,
    0x41..=0x5a,
    0x5e..=0x7e,
    0xa1..=0xd7ff,
    0xf900..=0xfdcf,
    0xfdf0..=0xffef,
];

/// `[\s\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x21\x23-\x5b\x5d-\x7e\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]`
const QUOTED: [RangeInclusive<u16>; 6] = [
    0x01..=0x21,
    0x23..=0x5b,
    0x5d..=0x7f,
    0xa0..=0xd7ff,
    0xf900..=0xfdcf,
    0xfdf0..=0xffef,
];

/// `[\x01-\x09\x0b\x0c\x0d-\x7f\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]`, behind a backslash
const ESCAPED: [RangeInclusive<u16>; 5] = [
    0x01..=0x09,
    0x0b..=0x7f,
    0xa0..=0xd7ff,
    0xf900..=0xfdcf,
    0xfdf0..=0xffef,
];

/// `[a-z\u00A1-\u00A8\u00AA-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]`, with `i`
const TOP_LEVEL: [RangeInclusive<u16>; 6] = [
    0x41..=0x5a,
    0x61..=0x7a,
    0xa1..=0xa8,
    0xaa..=0xd7ff,
    0xf900..=0xfdcf,
    0xfdf0..=0xffef,
];

/// The characters that `\s` matches.
const SPACES: [RangeInclusive<u16>; 8] = [
    0x1680..=0x1680,
    0x2000..=0x200a,
    0x2028..=0x2029,
    0x202f..=0x202f,
    0x205f..=0x205f,
    0x3000..=0x3000,
    0xa0..=0xa0,
    0xfeff..=0xfeff,
];

/// True when ProConnect accepts the address.
pub fn is_email(value: &str) -> bool {
    if value.encode_utf16().count() > 254 {
        return false;
    }
    let mut parts: Vec<&str> = value.split('@').collect();
    let domain = parts.pop().unwrap_or_default();
    let user = parts.join("@");
    user.len() <= 64 && domain.len() <= 254 && is_fqdn(domain) && is_user(&user)
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn is_in(class: &Class, unit: u16) -> bool {
    class.iter().any(|range| range.contains(&unit))
}

fn are_all_in(class: &Class, units: &[u16]) -> bool {
    !units.is_empty() && units.iter().all(|unit| is_in(class, *unit))
}

fn is_user(user: &str) -> bool {
    let units = units(user);
    if units.first() == Some(&0x22) && units.last() == Some(&0x22) {
        let end = units.len().saturating_sub(1).max(1);
        return is_quoted(units.get(1..end).unwrap_or_default());
    }
    units
        .split(|unit| *unit == 0x2e)
        .all(|atom| are_all_in(&USER, atom))
}

fn is_quoted(mut units: &[u16]) -> bool {
    loop {
        units = match units {
            [] => return true,
            [0x5c, escaped, rest @ ..] if is_in(&ESCAPED, *escaped) => rest,
            [unit, rest @ ..] if is_in(&QUOTED, *unit) => rest,
            _ => return false,
        };
    }
}

/// `isFQDN`, with a top-level domain and without underscores.
fn is_fqdn(domain: &str) -> bool {
    let labels: Vec<Vec<u16>> = domain.split('.').map(units).collect();
    match labels.as_slice() {
        [_, .., top] => is_top_level(top) && labels.iter().all(|label| is_label(label)),
        _ => false,
    }
}

fn is_top_level(label: &[u16]) -> bool {
    let plain = |unit: &u16| *unit == 0x2d || is_in(&ASCII_LETTERS_AND_DIGITS, *unit);
    let is_punycode = match label {
        [0x58 | 0x78, 0x4e | 0x6e, rest @ ..] => rest.len() >= 2 && rest.iter().all(plain),
        _ => false,
    };
    let of_letters = label.len() >= 2 && are_all_in(&TOP_LEVEL, label);
    (of_letters || is_punycode) && !label.iter().any(|unit| is_in(&SPACES, *unit))
}

fn is_label(label: &[u16]) -> bool {
    const HYPHEN: u16 = 0x2d;
    let allowed = |unit: &u16| match *unit {
        0xff01..=0xff5e => false,
        0xa1..=0xffff | HYPHEN => true,
        unit => is_in(&ASCII_LETTERS_AND_DIGITS, unit),
    };
    let at_an_end = label.first() == Some(&HYPHEN) || label.last() == Some(&HYPHEN);
    (1..=63).contains(&label.len()) && label.iter().all(allowed) && !at_an_end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One address per line, after `yes` or `no` and a tab. The verdicts are those of validator.js.
    const ADDRESSES: &str = include_str!("../../../src/hints/login_hints.tsv");

    #[test]
    fn r05_an_email_is_one_where_validator_js_takes_it_for_one() {
        let mut lines = 0;
        for (verdict, address) in ADDRESSES.lines().filter_map(|line| line.split_once('\t')) {
            assert_eq!(is_email(address), verdict == "yes", "{address}");
            lines += 1;
        }
        assert!(lines >= 60, "{lines}");
    }
}
