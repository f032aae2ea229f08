//! A browser that keeps cookies, even those whose time is over, and follows nothing.

use crate::application::ORIGIN;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use axum_extra::extract::cookie::Cookie;
use std::collections::BTreeMap;
use tower::ServiceExt;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub async fn get(&mut self, router: &Router, path: &str) -> Answer {
        self.request(router, Method::GET, path).await
    }

    /// A form of this site, its fields in the query of `path`.
    pub async fn post(&mut self, router: &Router, path: &str) -> Answer {
        self.request(router, Method::POST, path).await
    }

    async fn request(&mut self, router: &Router, method: Method, path: &str) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let (uri, form) = match method {
            Method::POST => path.split_once('?').unwrap_or((path, "")),
            _ => (path, ""),
        };
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::COOKIE, cookies.collect::<Vec<_>>().join("; "))
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        let response = router.clone().oneshot(request.unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(header::SET_COOKIE) {
            self.keep(&Cookie::parse(line.to_str().unwrap()).unwrap());
        }
        let body = to_bytes(body, 1 << 20).await.unwrap();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    fn keep(&mut self, cookie: &Cookie<'_>) {
        let (name, value) = (cookie.name().to_owned(), cookie.value().to_owned());
        match cookie.max_age() {
            Some(age) if age.is_zero() => self.cookies.remove(&name),
            _ => self.cookies.insert(name, value),
        };
    }
}
