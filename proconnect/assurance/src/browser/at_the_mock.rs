//! The browser at the mock issuer: over the network, with the issuer's cookies.

use super::{Answer, Browser};
use crate::application::{LOG_IN, ORIGIN};
use axum::http::{StatusCode, header};
use reqwest::redirect::Policy;
use url::Url;

/// The agent of most logins.
const AGENT: &str = "angela.dubois@ministere.gouv.fr";

impl Browser {
    /// Logs in at the issuer as the agent with this address. Returns the path of the callback,
    /// which is not yet requested.
    pub async fn begin_login_as(&mut self, address: &str) -> String {
        let form = format!("return_to=/&login_hint={address}");
        let left = self.post(LOG_IN, &form).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
        self.visit_issuer(left.location()).await
    }

    pub async fn begin_login(&mut self) -> String {
        self.begin_login_as(AGENT).await
    }

    /// Logs in, callback included.
    pub async fn log_in(&mut self) -> Answer {
        let callback = self.begin_login().await;
        let answer = self.get(&callback).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
        answer
    }

    /// Ends the session at the issuer at `url`, submitting its last page. Returns the path of this
    /// site to which the issuer redirects.
    pub async fn end_issuer_session(&self, url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        for _ in 0..10 {
            let mut answer = self.issuer().get(url.clone()).send().await.unwrap();
            if answer.headers().get(header::LOCATION).is_none() {
                let page = answer.text().await.unwrap();
                let (_, rest) = page.split_once("name=\"xsrf\" value=\"").unwrap();
                let xsrf = rest.split('"').next().unwrap();
                let confirm = url.join("/api/v2/session/end/confirm").unwrap();
                let form = [("xsrf", xsrf), ("logout", "yes")];
                let request = self.issuer().post(confirm).form(&form);
                answer = request.send().await.unwrap();
            }
            match led_to(&answer) {
                Ok(path) => return path,
                Err(next) => url = next,
            }
        }
        panic!("the issuer leads on and on")
    }

    /// Visits the issuer at `url`, and follows its redirects. Returns the path of this site to
    /// which it redirects.
    async fn visit_issuer(&self, url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        for _ in 0..10 {
            let answer = self.issuer().get(url.clone()).send().await.unwrap();
            match led_to(&answer) {
                Ok(path) => return path,
                Err(next) => url = next,
            }
        }
        panic!("the issuer leads on and on")
    }

    fn issuer(&self) -> &reqwest::Client {
        self.issuer.get_or_init(|| {
            let client = reqwest::Client::builder().no_proxy().cookie_store(true);
            client.redirect(Policy::none()).build().unwrap()
        })
    }
}

/// The path of this site to which the issuer redirects, or the issuer's next address.
fn led_to(answer: &reqwest::Response) -> Result<String, Url> {
    let Some(location) = answer.headers().get(header::LOCATION) else {
        panic!("{} leads nowhere", answer.url());
    };
    let location = location.to_str().unwrap();
    match location.strip_prefix(ORIGIN) {
        Some(path) => Ok(path.to_owned()),
        None => Err(answer.url().join(location).unwrap()),
    }
}
