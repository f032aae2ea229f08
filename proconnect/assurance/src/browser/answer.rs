//! A response of the application, with its whole body.

use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::cookie::Cookie;

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The header's value; empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The code of the refusal; empty if there is none.
    pub fn refusal(&self) -> &str {
        self.header("proconnect-refusal")
    }

    /// The names of the cookies that the response sets, without removals.
    pub fn cookies_set(&self) -> Vec<String> {
        let cookies = self.cookies().into_iter();
        cookies
            .filter(|cookie| !is_removal(cookie))
            .map(|cookie| cookie.name().to_owned())
            .collect()
    }

    pub(super) fn cookies(&self) -> Vec<Cookie<'static>> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines
            .map(|line| Cookie::parse(line.to_str().unwrap().to_owned()).unwrap())
            .collect()
    }
}

pub(super) fn is_removal(cookie: &Cookie<'_>) -> bool {
    cookie
        .max_age()
        .is_some_and(tower_sessions::cookie::time::Duration::is_zero)
}
