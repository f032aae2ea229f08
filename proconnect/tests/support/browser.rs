//! A browser: it keeps cookies and follows nothing.

use super::application::Application;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use axum_extra::extract::cookie::Cookie;
use proconnect::config::CALLBACK_PATH;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<Cookie<'static>> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines
            .map(|line| Cookie::parse(line.to_str().unwrap().to_owned()).unwrap())
            .collect()
    }

    /// The names of the cookies that it sets, removals left out.
    pub fn cookies_set(&self) -> Vec<String> {
        let cookies = self.cookies().into_iter();
        cookies
            .filter(|cookie| !is_removal(cookie))
            .map(|cookie| cookie.name().to_owned())
            .collect()
    }
}

#[derive(Clone)]
pub struct Browser {
    application: Application,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(application: &Application) -> Self {
        Self {
            application: application.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// Presses the button.
    pub async fn press_button(&mut self) -> Answer {
        let request = Request::post("/auth/proconnect")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request).await
    }

    /// Comes back from the issuer.
    pub async fn call_back(&mut self, query: &str) -> Answer {
        self.send(Request::get(format!("{CALLBACK_PATH}?{query}")))
            .await
    }

    /// Who the application takes this browser for.
    pub async fn signed_in_as(&mut self) -> Option<String> {
        let answer = self.send(Request::get("/me")).await;
        match answer.status {
            StatusCode::OK => Some(answer.body),
            StatusCode::UNAUTHORIZED => None,
            other => panic!("/me answered {other}"),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::empty())
            .unwrap();
        let router = self.application.router();
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            if is_removal(&cookie) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies
                    .insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }
}

fn is_removal(cookie: &Cookie<'_>) -> bool {
    cookie
        .max_age()
        .is_some_and(tower_sessions::cookie::time::Duration::is_zero)
}
