//! A browser. It keeps cookies, even expired ones, and does not follow redirects.

mod answer;
mod at_the_mock;

pub use answer::Answer;

use crate::application::{ACCOUNT, LOG_IN, ORIGIN};
use answer::is_removal;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use proconnect::{config::CALLBACK_PATH, web::BACK_CHANNEL_LOGOUT_PATH};
use serde_json::Value;
use std::{collections::BTreeMap, sync::OnceLock};
use tower::ServiceExt;
use url::form_urlencoded;

#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// The cookies of the application, by name.
    pub cookies: BTreeMap<String, String>,
    /// The cookies of the issuer that it visits.
    issuer: OnceLock<reqwest::Client>,
}

impl Browser {
    /// A browser without cookies, in front of this application.
    pub fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookies: BTreeMap::new(),
            issuer: OnceLock::new(),
        }
    }

    /// The same browser, in front of the restarted application or another replica.
    #[must_use]
    pub fn at(mut self, router: &Router) -> Self {
        self.router = router.clone();
        self
    }

    /// Presses the button.
    pub async fn press_button(&mut self) -> Answer {
        self.post(LOG_IN, "").await
    }

    /// Returns from the issuer.
    pub async fn call_back(&mut self, query: &str) -> Answer {
        self.get(&format!("{CALLBACK_PATH}?{query}")).await
    }

    /// The `sub` of the agent that the application recognises in this browser.
    pub async fn signed_in_as(&mut self) -> Option<String> {
        let answer = self.get(ACCOUNT).await;
        match answer.status {
            StatusCode::OK => {
                let account: Value = serde_json::from_str(&answer.body).unwrap();
                Some(account["sub"].as_str().unwrap().to_owned())
            }
            StatusCode::SEE_OTHER => None,
            other => panic!("{ACCOUNT} answered {other}"),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.request(Method::GET, path, &[], "").await
    }

    /// Posts a form as a page of this site does.
    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        let from_here = [("origin", ORIGIN)];
        self.request(Method::POST, path, &from_here, form).await
    }

    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        form: &str,
    ) -> Answer {
        let cookies = self.cookies.iter();
        let cookies = cookies.map(|(name, value)| format!("{name}={value}"));
        let mut request = Request::builder()
            .uri(path)
            .header(header::COOKIE, cookies.collect::<Vec<_>>().join("; "));
        if method == Method::POST {
            let form = "application/x-www-form-urlencoded";
            request = request.header(header::CONTENT_TYPE, form);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.method(method).body(Body::from(form.to_owned()));
        let answer = send(&self.router, request.unwrap()).await;
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let (name, value) = (cookie.name().to_owned(), cookie.value().to_owned());
            if is_removal(&cookie) {
                self.cookies.remove(&name);
            } else {
                self.cookies.insert(name, value);
            }
        }
    }
}

/// Sends a logout token as the issuer's server does: no cookie, and no header of a browser.
pub async fn send_logout_token(router: &Router, token: &str) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", token)
        .finish();
    let request = Request::post(BACK_CHANNEL_LOGOUT_PATH)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form));
    send(router, request.unwrap()).await
}

/// Sends a request, and reads the whole answer.
pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let answer = router.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}
