use reqwest::{
    Client, RequestBuilder, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use std::{collections::BTreeMap, time::Duration};

/// The page to which a browser is redirected that is refused on the way of a login or a logout.
const REFUSAL_PAGE: &str = "/connexion/refus";

/// An answer of the site.
#[derive(Debug)]
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

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn refusal(&self) -> &str {
        self.header("proconnect-refusal")
    }
}

/// A browser without a screen, over real connections. It keeps the site's cookies by hand, because those that are
/// for https alone must be sent over http here, and leaves redirects to the test.
#[derive(Clone)]
pub struct Browser {
    origin: String,
    replica: Option<&'static str>,
    /// The agent who logs in: an address of the mock's agents.
    pub agent: &'static str,
    pub cookies: BTreeMap<String, String>,
    site: Client,
    issuer: Client,
}

impl Browser {
    pub fn new(origin: &str) -> Self {
        let client = || {
            let client = Client::builder().no_proxy().redirect(Policy::none());
            client.timeout(Duration::from_secs(60))
        };
        Self {
            origin: origin.to_owned(),
            replica: None,
            agent: "angela.dubois@ministere.gouv.fr",
            cookies: BTreeMap::new(),
            site: client().build().unwrap(),
            issuer: client().cookie_store(true).build().unwrap(),
        }
    }

    /// The replica to which nginx sends the requests from now on: `a` or `b`.
    pub fn at(&mut self, replica: &'static str) -> &mut Self {
        self.replica = Some(replica);
        self
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.try_get(path).await.unwrap()
    }

    /// Posts a form as a page of the site does.
    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        self.try_post(path, form).await.unwrap()
    }

    /// # Errors
    /// When the connection breaks.
    pub async fn try_get(&mut self, path: &str) -> reqwest::Result<Answer> {
        let request = self.site.get(self.url(path)).header(ACCEPT, "text/html");
        let answer = self.answer(request).await?;
        self.follow_refusal(answer).await
    }

    /// Submits a form, and follows the redirect to the page of a refusal.
    pub async fn submit(&mut self, path: &str, form: &str) -> Answer {
        let request = self.site.post(self.url(path)).body(form.to_owned());
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.answer(request).await.unwrap();
        self.follow_refusal(answer).await.unwrap()
    }

    async fn follow_refusal(&mut self, answer: Answer) -> reqwest::Result<Answer> {
        if answer.location() != REFUSAL_PAGE {
            return Ok(answer);
        }
        let request = self.site.get(self.url(REFUSAL_PAGE));
        self.answer(request.header(ACCEPT, "text/html")).await
    }

    /// # Errors
    /// When the connection breaks.
    pub async fn try_post(&mut self, path: &str, form: &str) -> reqwest::Result<Answer> {
        let request = self.site.post(self.url(path)).body(form.to_owned());
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header(ACCEPT, "*/*")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.answer(request).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn answer(&mut self, mut request: RequestBuilder) -> reqwest::Result<Answer> {
        let pairs = self.cookies.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !pairs.is_empty() {
            request = request.header(COOKIE, pairs.join("; "));
        }
        if let Some(replica) = self.replica {
            request = request.header("x-replica", replica);
        }
        let response = request.send().await?;
        self.keep_cookies(response.headers());
        Ok(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.text().await?,
        })
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Visits the issuer until it redirects to the site. Returns the path.
    pub async fn visit_issuer(&self, url: &str) -> String {
        let mut answer = self.issuer.get(url).send().await.unwrap();
        for _ in 0..10 {
            let location = answer.headers().get(LOCATION);
            let Some(location) = location else {
                panic!("{} leads nowhere", answer.url());
            };
            let location = location.to_str().unwrap();
            if let Some(path) = location.strip_prefix(&self.origin) {
                return path.to_owned();
            }
            let next = answer.url().join(location).unwrap();
            answer = self.issuer.get(next).send().await.unwrap();
        }
        panic!("the issuer leads on and on")
    }

    /// Logs in at the issuer. Returns the path of the callback, which is not yet requested.
    pub async fn begin_login(&mut self) -> String {
        let form = format!("return_to=/&login_hint={}", self.agent);
        let left = self.post("/auth/proconnect", &form).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
        self.visit_issuer(left.location()).await
    }

    /// Logs in, callback included.
    pub async fn log_in(&mut self) {
        let callback = self.begin_login().await;
        let answer = self.get(&callback).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
    }

    /// Presses the logout button. Returns the redirect to the issuer.
    pub async fn log_out(&mut self) -> Answer {
        self.post("/auth/proconnect/logout", "").await
    }

    /// True when the page of the agent is shown, false when it asks for a login.
    pub async fn is_signed_in(&mut self) -> bool {
        let page = self.get("/mon-compte").await;
        match page.status.as_u16() {
            200 => {
                assert!(page.body.contains(self.agent), "{}", page.body);
                true
            }
            303 | 401 => false,
            other => panic!("{other}: {}", page.body),
        }
    }
}
