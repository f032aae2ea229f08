//! Checks the target of a request (RFC 9112 3.2) before any other code takes it for a path of this site.

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderValue, Method, StatusCode, Uri, Version, header::HOST, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::SocketAddr;

/// Longer than any path of the site, in bytes.
const LONGEST_PATH: usize = 4096;

/// The longest name that file systems take, in bytes.
const LONGEST_SEGMENT: usize = 255;

/// Passes a path of this site. Replaces an absolute target by its path, and the `Host` by its host
/// (RFC 9112 3.2.2).
pub async fn check(mut request: Request, next: Next) -> Response {
    if let Err(status) = normalise(&mut request) {
        return status.into_response();
    }
    next.run(request).await
}

fn normalise(request: &mut Request) -> Result<(), StatusCode> {
    if request.method() == Method::CONNECT {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    // Requests of this process's own tests come by no connection, and name no host.
    let by_connection = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .is_some();
    let hosts = request.headers().get_all(HOST).iter().count();
    if by_connection && (hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11)) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let path = request.uri().path();
    if !path.starts_with('/') {
        return Err(StatusCode::BAD_REQUEST);
    }
    if path.len() > LONGEST_PATH {
        return Err(StatusCode::URI_TOO_LONG);
    }
    if path
        .split('/')
        .any(|segment| segment.len() > LONGEST_SEGMENT)
    {
        return Err(StatusCode::NOT_FOUND);
    }
    if let Some(authority) = request.uri().authority() {
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        let host = HeaderValue::from_str(host).map_err(|_| StatusCode::BAD_REQUEST)?;
        let path = request.uri().path_and_query().cloned();
        let path = path.unwrap_or(PathAndQuery::from_static("/"));
        request.headers_mut().insert(HOST, host);
        *request.uri_mut() = Uri::from(path);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn checked(target: &str) -> Result<(String, String), StatusCode> {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = target.parse().unwrap();
        normalise(&mut request)?;
        let host = request.headers().get(HOST);
        let host = host.map_or("", |host| host.to_str().unwrap());
        Ok((request.uri().to_string(), host.to_owned()))
    }

    #[test]
    fn f16_only_a_path_of_this_site_gets_through() {
        for (target, status) in [
            ("mon-compte", 400),
            ("localhost:80", 400),
            ("*", 400),
            (&format!("/{}", "a".repeat(256)), 404),
            (&format!("/pkg/{}.css", "é".repeat(128)), 404),
            (&format!("/{}/b", "%61".repeat(86)), 404),
            (&"/a".repeat(2049), 414),
        ] {
            assert_eq!(checked(target).unwrap_err().as_u16(), status, "{target}");
        }
        for target in [
            "/",
            "/a?b=c",
            &format!("/{}?{}", "a".repeat(255), "q".repeat(9000)),
        ] {
            assert_eq!(checked(target).unwrap().0, target);
        }
    }

    #[test]
    fn f16_an_absolute_target_becomes_its_path_and_its_host() {
        for (target, path, host) in [
            ("http://app.example.fr/a?b", "/a?b", "app.example.fr"),
            ("http://app.example.fr:8080", "/", "app.example.fr:8080"),
            ("http://app.example.fr?b", "/?b", "app.example.fr"),
            ("http://user@app.example.fr/", "/", "app.example.fr"),
        ] {
            assert_eq!(checked(target), Ok((path.to_owned(), host.to_owned())));
        }
    }
}
