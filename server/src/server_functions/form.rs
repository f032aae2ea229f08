//! Checks on a form before the function reads it.

use app::{agent_field, functions::Form};
use axum::http::{HeaderMap, header::CONTENT_TYPE};
use std::borrow::Cow;
use url::form_urlencoded;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// True when the body is empty, or URL-encoded text of that content type. JSON would be decoded as
/// a form of one field with an odd name, and every field with a default would silently take it.
pub fn is_form(headers: &HeaderMap, body: &[u8]) -> bool {
    let essence = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()?.split(';').next());
    let is_url_encoded = essence.is_some_and(|text| text.trim().eq_ignore_ascii_case(URL_ENCODED));
    body.is_empty() || (is_url_encoded && std::str::from_utf8(body).is_ok() && is_text(body))
}

/// True when every decoded value is UTF-8, as browsers send.
fn is_text(body: &[u8]) -> bool {
    let pieces = body.split(|byte| matches!(byte, b'&' | b'='));
    let mut decoded = pieces.map(|piece| percent_encoding::percent_decode(piece).decode_utf8());
    decoded.all(|text| text.is_ok())
}

/// Returns the digest of the agent for whom the form was rendered. `None` when the field is missing
/// or repeated.
pub fn agent(body: &[u8]) -> Option<String> {
    let mut found = values(body, agent_field::NAME);
    let first = found.next()?;
    found.next().is_none().then(|| first.into_owned())
}

/// Returns the values of the field `name`, in order.
pub fn values<'a>(body: &'a [u8], name: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
    let pairs = form_urlencoded::parse(body);
    pairs.filter_map(move |(found, value)| (found == name).then_some(value))
}

/// Returns the path of the page from which the form was sent; the home page where it names none.
pub fn address(form: Form, body: &[u8]) -> String {
    let value = |name: &str| Some(values(body, name).next()?.into_owned());
    form.address(value).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(content_type: &str, body: &[u8]) -> bool {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        }
        is_form(&headers, body)
    }

    #[test]
    fn f15_only_text_of_a_form_is_a_form() {
        for (content_type, body) in [
            (URL_ENCODED, "a=1&b=%C3%A9"),
            ("Application/X-WWW-Form-URLencoded; charset=UTF-8", "a=1"),
            (URL_ENCODED, ""),
            ("", ""),
            ("application/json", ""),
            (URL_ENCODED, "a=100%"),
        ] {
            assert!(
                accepted(content_type, body.as_bytes()),
                "{content_type} {body}"
            );
        }
        for (content_type, body) in [
            ("application/json", &b"{\"a\":1}"[..]),
            ("text/plain", b"a=1"),
            ("multipart/form-data; boundary=x", b"--x"),
            ("", b"a=1"),
            (URL_ENCODED, b"a=\xff"),
            (URL_ENCODED, b"a=%FF"),
            (URL_ENCODED, b"%C3=1"),
        ] {
            assert!(!accepted(content_type, body), "{content_type} {body:?}");
        }
    }

    #[test]
    fn f20_a_form_names_its_agent_once() {
        assert_eq!(agent(b"siret=1&agent=a-b_").as_deref(), Some("a-b_"));
        for body in ["siret=1", "", "agent=a&agent=a", "agent[]=a", "agents=a"] {
            assert_eq!(agent(body.as_bytes()), None, "{body}");
        }
    }
}
