use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

/// Node.js leaves these characters as they are.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The address `uri` with `members` in its query. ProConnect's library parses the address and writes
/// it again: its own query is encoded anew, and loses the members that are given; its fragment stays
/// behind the query.
pub fn with_query(uri: &str, members: &[(&str, &str)]) -> String {
    let (uri, fragment) = split(uri, '#');
    let (base, query) = split(uri, '?');
    let own: Vec<_> = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    let own = own.iter().map(|(name, value)| (&**name, &**value));
    let own = own.filter(|(name, _)| !members.iter().any(|(member, _)| name == member));
    let query = encode(own.chain(members.iter().copied()));
    join(base, &query, fragment)
}

/// The address `uri` with `members` in place of its fragment.
pub fn with_fragment(uri: &str, members: &[(&str, &str)]) -> String {
    let (uri, _) = split(uri, '#');
    let uri = with_query(uri, &[]);
    format!("{uri}#{}", encode(members.iter().copied()))
}

fn join(base: &str, query: &str, fragment: Option<&str>) -> String {
    let query = match query {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let fragment = fragment.map(|fragment| format!("#{fragment}"));
    format!("{base}{query}{}", fragment.unwrap_or_default())
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn encode<'a>(members: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let escape = |text| utf8_percent_encode(text, &ESCAPED);
    let pairs: Vec<String> = members
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a15_an_address_is_parsed_and_written_again() {
        let members = [("code", "c"), ("state", "a b+c~(é)")];
        let encoded = "code=c&state=a%20b%2Bc~(%C3%A9)";
        for (uri, expected) in [
            ("http://a.fr/cb", "http://a.fr/cb?{}"),
            ("http://a.fr", "http://a.fr?{}"),
            ("http://a.fr/?x=1+2&y", "http://a.fr/?x=1%202&y=&{}"),
            ("http://a.fr/?state=own&x=/", "http://a.fr/?x=%2F&{}"),
            ("http://a.fr/#top", "http://a.fr/?{}#top"),
        ] {
            let expected = expected.replace("{}", encoded);
            assert_eq!(with_query(uri, &members), expected);
        }
        assert_eq!(
            with_fragment("http://a.fr/?x=a b#top", &members),
            format!("http://a.fr/?x=a%20b#{encoded}")
        );
        assert_eq!(with_query("http://a.fr/?x=/", &[]), "http://a.fr/?x=%2F");
    }
}
