use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error_page::ErrorPage;
use crate::oauth_error::OAuthError;

/// An error that an endpoint answers as JSON is shown on a page instead, to a client that prefers
/// HTML. The status and the other headers stay.
pub async fn negotiate(request: Request, next: Next) -> Response {
    let prefers_html = prefers_html(request.headers());
    let response = next.run(request).await;
    match response.extensions().get::<OAuthError>() {
        Some(error) if prefers_html => as_page(&error.clone(), response),
        _ => response,
    }
}

fn as_page(error: &OAuthError, response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    let (page, body) = ErrorPage::rendered(error).into_response().into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let content_type = page.headers.get(CONTENT_TYPE).cloned();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    parts
        .headers
        .insert(CONTENT_TYPE, content_type.unwrap_or(html));
    Response::from_parts(parts, body)
}

/// Whether `Accept` (RFC 9110, section 12.5.1) prefers HTML to JSON. Where both are equally welcome,
/// the more precise range wins, then the earlier one, then JSON.
fn prefers_html(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT).iter();
    let texts: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    let accept = texts.join(",");
    let rank = |subtype| {
        accept
            .split(',')
            .enumerate()
            .filter_map(|(place, range)| Rank::of(range, place, subtype))
            .max_by(|one, other| one.precision.cmp(&other.precision))
            .filter(|rank| rank.quality > 0)
    };
    match (rank(("text", "html")), rank(("application", "json"))) {
        (Some(html), Some(json)) => html.key() > json.key(),
        (html, _) => html.is_some(),
    }
}

/// How welcome a type is, by one range of `Accept`.
struct Rank {
    /// In thousandths.
    quality: u32,
    /// 2 for a whole type, 1 for `text/*`, 0 for `*/*`.
    precision: u8,
    place: usize,
}

impl Rank {
    fn of(range: &str, place: usize, (kind, subtype): (&str, &str)) -> Option<Self> {
        let mut parts = range.split(';').map(str::trim);
        let precision = match parts.next()?.split_once('/')? {
            ("*", "*") => 0,
            (range, "*") if range.eq_ignore_ascii_case(kind) => 1,
            (range, sub)
                if range.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype) =>
            {
                2
            }
            _ => return None,
        };
        let quality = parts
            .find_map(|parameter| parameter.strip_prefix("q="))
            .map_or(Some(1.0), |quality| quality.parse::<f32>().ok())?;
        Some(Self {
            quality: thousandths(quality),
            precision,
            place,
        })
    }

    fn key(&self) -> (u32, u8, std::cmp::Reverse<usize>) {
        (self.quality, self.precision, std::cmp::Reverse(self.place))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1000"
)]
fn thousandths(quality: f32) -> u32 {
    (quality.clamp(0.0, 1.0) * 1000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d16_accept_chooses_between_json_and_html() {
        for (accept, is_html) in [
            ("", false),
            ("*/*", false),
            ("application/json", false),
            ("application/json, text/html", false),
            ("text/html, application/json", true),
            ("text/html", true),
            ("text/*", true),
            ("text/html;q=0.5, application/json", false),
            ("text/html, */*;q=0.8", true),
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", true),
            ("image/png", false),
            ("text/html;q=0", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(prefers_html(&headers), is_html, "{accept}");
        }
        assert!(!prefers_html(&HeaderMap::new()));
    }
}
