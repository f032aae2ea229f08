//! A login and a logout at a running server, by a browser without a screen.

use crate::{ports::free_port, program::Program};
use mock_proconnect::{Client, MockProConnect};
use reqwest::{RequestBuilder, Response, redirect::Policy};
use std::net::SocketAddr;

/// A running server with an issuer of its own.
pub struct Site {
    pub program: Program,
    /// It stops with the site.
    _issuer: MockProConnect,
    origin: String,
}

impl Site {
    /// Starts the issuer, then the server with these settings.
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        let port = free_port();
        let origin = format!("http://localhost:{port}");
        let callback = format!("{origin}/auth/proconnect/callback");
        let after_logout = format!("{origin}/auth/proconnect/logout/callback");
        let mut client = Client::development();
        client.redirect_uris = vec![callback.clone()];
        client.post_logout_redirect_uris = vec![after_logout.clone()];
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let issuer = mock_proconnect::start(anywhere, vec![client]).await;
        let issuer = issuer.unwrap();
        let own = [
            ("PROCONNECT_DOMAIN", issuer.issuer()),
            ("PROCONNECT_REDIRECT_URI", &callback),
            ("PROCONNECT_POST_LOGOUT_REDIRECT_URI", &after_logout),
        ];
        let program = Program::start_at(port, None, &[&own, settings].concat());
        Self {
            program,
            _issuer: issuer,
            origin,
        }
    }

    pub fn visitor(&self) -> Visitor {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .user_agent("Visitor/1.0")
            .no_proxy();
        Visitor {
            http: http.build().unwrap(),
            origin: self.origin.clone(),
        }
    }
}

/// A browser behind a proxy that names its address.
pub struct Visitor {
    http: reqwest::Client,
    origin: String,
}

impl Visitor {
    pub async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.origin);
        self.send(self.http.get(url)).await
    }

    pub async fn log_in(&self, address: &str) {
        let form = [("login_hint", address), ("return_to", "/")];
        let url = format!("{}/auth/proconnect", self.origin);
        let mut answer = self.send(self.http.post(url).form(&form)).await;
        let home = format!("{}/", self.origin);
        let mut redirects = 0;
        loop {
            let location = answer.headers()["location"].to_str().unwrap();
            let next = answer.url().join(location).unwrap();
            if next.as_str() == home {
                return;
            }
            redirects += 1;
            assert!(redirects < 10, "the login leads on and on");
            answer = self.send(self.http.get(next)).await;
        }
    }

    pub async fn log_out(&self) {
        let url = format!("{}/auth/proconnect/logout", self.origin);
        let answer = self.send(self.http.post(url)).await;
        assert!(answer.status().is_redirection(), "{}", answer.status());
    }

    async fn send(&self, request: RequestBuilder) -> Response {
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", "203.0.113.7")
            .header("x-request-id", "7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b");
        request.send().await.unwrap()
    }
}
