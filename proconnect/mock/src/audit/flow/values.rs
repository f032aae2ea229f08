//! Parameters of addresses, and how hard their values are to guess.

use url::Url;

/// The value of the parameter `name`.
pub fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// `url` with `value` for the parameter `name`, or without that parameter.
pub fn with_parameter(url: &Url, name: &str, value: Option<&str>) -> Url {
    let mut changed = url.clone();
    let others: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(key, _)| key != name)
        .collect();
    changed
        .query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .extend_pairs(value.map(|value| (name, value)));
    changed
}

/// Bits of chance in the shortest of `values`, at most: their common beginning counts for nothing, and each
/// other character for the size of its alphabet.
pub fn bits(values: &[String]) -> u32 {
    let Some(first) = values.first() else {
        return 0;
    };
    let is_common = |length: &usize| {
        let beginning = first.get(..*length);
        beginning.is_some_and(|beginning| values.iter().all(|value| value.starts_with(beginning)))
    };
    let common = (0..=first.len()).take_while(is_common).last();
    let common = common.unwrap_or_default();
    let bits = values
        .iter()
        .map(|value| of_characters(value.get(common..).unwrap_or_default()));
    bits.min().unwrap_or_default()
}

/// In bits per hundred characters: digits, hexadecimal digits, letters of one case and digits, and the rest.
fn of_characters(text: &str) -> u32 {
    let characters = text.chars().filter(char::is_ascii_alphanumeric);
    let count = u32::try_from(characters.count()).unwrap_or(u32::MAX);
    let all = |is_in: fn(&char) -> bool| {
        text.chars()
            .all(|c| !c.is_ascii_alphanumeric() || is_in(&c))
    };
    let per_hundred = if all(char::is_ascii_digit) {
        332
    } else if all(char::is_ascii_hexdigit) {
        400
    } else if all(|c| !c.is_ascii_uppercase()) {
        517
    } else {
        595
    };
    count.saturating_mul(per_hundred) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits_of(values: &[&str]) -> u32 {
        bits(
            &values
                .iter()
                .map(|value| (*value).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn counters_and_times_are_guessable_and_random_texts_are_not() {
        assert!(bits_of(&["1001", "1002", "1003"]) < 10);
        assert!(bits_of(&["1764267000123", "1764267000456"]) < 20);
        assert!(bits_of(&["same-for-all", "same-for-all"]) == 0);
        assert!(
            bits_of(&[
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "b21fe2a1-8c41-4a3c-a3e6-3dcd0a4e7c55"
            ]) > 120
        );
        assert!(
            bits_of(&[
                "MkX0c6dTxAhpzZWIeIuRbUvIUWbJ7g",
                "bFqhzw3T3oyZpKDYGVkxOYVMcGzv7R"
            ]) > 170
        );
    }

    #[test]
    fn a_parameter_is_replaced_and_removed() {
        let url = Url::parse("http://localhost/callback?code=c&state=s").unwrap();
        assert_eq!(
            with_parameter(&url, "state", None).as_str(),
            "http://localhost/callback?code=c"
        );
        let changed = with_parameter(&url, "state", Some("t u"));
        assert_eq!(parameter(&changed, "state").as_deref(), Some("t u"));
    }
}
