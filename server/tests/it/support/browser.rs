//! A browser without a screen. It keeps cookies, and leaves redirects to the test, except that to the page of
//! a refusal.

use app::refusals::Explanation;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
};
use reqwest::redirect::Policy;
use server::client_address::ClientAddress;
use std::{collections::BTreeMap, net::IpAddr};
use tower::ServiceExt;
use url::Url;

/// The page to which a browser is redirected that is refused on the way of a login or a logout.
const REFUSAL_PAGE: &str = "/connexion/refus";

/// A response of the application.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn refusal(&self) -> &str {
        self.header("proconnect-refusal")
    }

    /// The value of the first field of that name, as a browser reads it.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let Some((_, rest)) = self.body.split_once(&start) else {
            panic!("no field {name} in {}", self.body);
        };
        let value = rest.split('"').next().unwrap();
        let text = value.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
    }

    /// True when the page explains the refusal in these words.
    pub fn explains(&self, text: &Explanation) -> bool {
        let title = format!("<h1>{}</h1>", text.title);
        [&title, text.what_happened, text.what_to_do, text.contact]
            .iter()
            .all(|part| self.body.contains(part))
    }

    /// This redirect and the page that it leads to, as one answer: the page, with the cookies, the
    /// instructions and the identifier of the redirect.
    fn led_to(self, mut page: Self) -> Self {
        assert_eq!(self.status, StatusCode::SEE_OTHER);
        assert!(page.location().is_empty(), "{}", page.location());
        assert_eq!(page.count("set-cookie"), 0);
        for name in ["set-cookie", "clear-site-data", "x-request-id"] {
            page.headers.remove(name);
            for value in self.headers.get_all(name) {
                page.headers.append(name, value.clone());
            }
        }
        page
    }

    /// The number of headers of that name.
    pub fn count(&self, name: &str) -> usize {
        self.headers.get_all(name).iter().count()
    }

    /// The cookie as it was set, with its attributes; empty if it was not.
    pub fn set_cookie(&self, name: &str) -> &str {
        let all = self.headers.get_all(header::SET_COOKIE).iter();
        all.map(|value| value.to_str().unwrap())
            .find(|value| value.starts_with(&format!("{name}=")))
            .unwrap_or_default()
    }
}

/// The end of the issuer's redirects.
enum Followed {
    Back(String),
    Page(Url, String),
}

/// Cookies for the application, and a client with cookies for the issuer.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    origin: &'static str,
    pub cookies: BTreeMap<String, String>,
    /// The address of the browser, if the server is to know one.
    pub address: Option<IpAddr>,
    /// Headers of every request that does not set them itself.
    pub headers: Vec<(&'static str, &'static str)>,
    issuer: reqwest::Client,
}

impl Browser {
    pub fn new(router: Router, origin: &'static str) -> Self {
        let issuer = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none());
        Self {
            router,
            origin,
            cookies: BTreeMap::new(),
            address: None,
            headers: Vec::new(),
            issuer: issuer.build().unwrap(),
        }
    }

    /// The same browser, in front of the restarted application.
    pub fn at(mut self, router: &Router) -> Self {
        self.router = router.clone();
        self
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.request(Method::GET, path, &[], "").await
    }

    /// Posts a form as a page of the application does, with a client that does not accept HTML.
    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        let from_here = [("sec-fetch-site", "same-origin"), ("accept", "*/*")];
        self.request(Method::POST, path, &from_here, form).await
    }

    /// Posts a form as a browser does on a page of the application.
    pub async fn submit(&mut self, path: &str, form: &str) -> Answer {
        let by_hand = [
            ("sec-fetch-site", "same-origin"),
            ("referer", "http://localhost:3000/"),
        ];
        self.request(Method::POST, path, &by_hand, form).await
    }

    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        form: &str,
    ) -> Answer {
        let mut headers = headers.to_vec();
        if !form.is_empty() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        self.request_as(method, path, &headers, form.as_bytes())
            .await
    }

    /// A request with any body; the headers state its type.
    pub async fn request_as(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let cookies = self.cookie_header();
        let mut request = Request::builder().method(method).uri(path);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        if !headers.iter().any(|(name, _)| *name == "accept") {
            request = request.header(header::ACCEPT, "text/html");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let answer = self.send(request).await;
        self.keep_cookies(&answer.headers);
        if answer.location() != REFUSAL_PAGE {
            return answer;
        }
        let cookies = self.cookie_header();
        let page = self.get_with_cookies(REFUSAL_PAGE, cookies.as_bytes());
        answer.led_to(page.await)
    }

    fn cookie_header(&self) -> String {
        let pairs = self.cookies.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    async fn send(&self, mut request: Request<Body>) -> Answer {
        for (name, value) in &self.headers {
            let of_all = HeaderValue::from_str(value).unwrap();
            request.headers_mut().entry(*name).or_insert(of_all);
        }
        if let Some(address) = self.address {
            request.extensions_mut().insert(ClientAddress(address));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Requests a page with a `Cookie` header of any bytes instead of the browser's own.
    pub async fn get_with_cookies(&self, path: &str, cookies: &[u8]) -> Answer {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, HeaderValue::from_bytes(cookies).unwrap());
        let request = request.body(Body::empty()).unwrap();
        let answer = self.send(request).await;
        let prefixes = ["local-", "__Host-"].into_iter();
        let cookies = prefixes.map(|prefix| answer.set_cookie(&format!("{prefix}refusal")));
        let cookie: String = cookies
            .filter_map(|cookie| cookie.split(';').next())
            .collect();
        if path == REFUSAL_PAGE || answer.location() != REFUSAL_PAGE {
            return answer;
        }
        let page = Box::pin(self.get_with_cookies(REFUSAL_PAGE, cookie.as_bytes()));
        answer.led_to(page.await)
    }

    /// Keeps the cookies that an answer sets.
    pub fn keep(&mut self, answer: &Answer) {
        self.keep_cookies(&answer.headers);
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
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

    /// Visits the issuer at `url`, and follows it until it redirects to this site. Returns the
    /// path.
    pub async fn visit_issuer(&self, url: &str) -> String {
        match self.follow(self.issuer.get(url)).await {
            Followed::Back(path) => path,
            Followed::Page(url, _) => panic!("{url} leads nowhere"),
        }
    }

    /// Visits the issuer until it shows a page. Returns its address and its text.
    pub async fn visit_issuer_page(&self, url: &str) -> (Url, String) {
        match self.follow(self.issuer.get(url)).await {
            Followed::Back(path) => panic!("{url} leads back to {path}"),
            Followed::Page(url, text) => (url, text),
        }
    }

    /// Sends a form to the issuer, and follows it until it redirects to this site. Returns the
    /// path.
    pub async fn submit_at_issuer(&self, url: &Url, form: &str) -> String {
        let request = self.issuer.post(url.clone());
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        match self.follow(request.body(form.to_owned())).await {
            Followed::Back(path) => path,
            Followed::Page(url, text) => panic!("{url} shows {text}"),
        }
    }

    async fn follow(&self, first: reqwest::RequestBuilder) -> Followed {
        let mut answer = first.send().await.unwrap();
        for _ in 0..10 {
            let url = answer.url().clone();
            let Some(location) = answer.headers().get(header::LOCATION) else {
                return Followed::Page(url, answer.text().await.unwrap());
            };
            let location = location.to_str().unwrap();
            if let Some(path) = location.strip_prefix(self.origin) {
                return Followed::Back(path.to_owned());
            }
            let next = url.join(location).unwrap();
            answer = self.issuer.get(next).send().await.unwrap();
        }
        panic!("the issuer leads on and on")
    }

    /// Ends the session at the issuer at `url`, submitting its last page, until it redirects to
    /// this site. Returns the path.
    pub async fn end_issuer_session(&self, url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        for _ in 0..10 {
            let mut answer = self.issuer.get(url.clone()).send().await.unwrap();
            if answer.headers().get(header::LOCATION).is_none() {
                let page = answer.text().await.unwrap();
                let (_, rest) = page.split_once("name=\"xsrf\" value=\"").unwrap();
                let xsrf = rest.split('"').next().unwrap();
                let form = [("xsrf", xsrf), ("logout", "yes")];
                let confirm = url.join("/api/v2/session/end/confirm").unwrap();
                let request = self.issuer.post(confirm).form(&form);
                answer = request.send().await.unwrap();
            }
            let location = answer.headers()[header::LOCATION].to_str().unwrap();
            if let Some(path) = location.strip_prefix(self.origin) {
                return path.to_owned();
            }
            url = url.join(location).unwrap();
        }
        panic!("the issuer leads on and on")
    }

    /// Logs in at the issuer. Returns the path of the callback, which is not yet requested.
    pub async fn begin_login(&mut self, return_to: &str) -> String {
        let form = format!("return_to={return_to}&login_hint=angela.dubois@ministere.gouv.fr");
        let left = self.post("/auth/proconnect", &form).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
        self.visit_issuer(left.location()).await
    }

    /// Logs in, callback included.
    pub async fn log_in(&mut self) -> Answer {
        let callback = self.begin_login("/").await;
        let answer = self.get(&callback).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
        answer
    }

    /// Logs in as the agent of this address, callback included.
    pub async fn log_in_as(&mut self, address: &str) {
        let form = format!("login_hint={address}");
        let left = self.post("/auth/proconnect", &form).await;
        let callback = self.visit_issuer(left.location()).await;
        let answer = self.get(&callback).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
    }

    /// The field that names the agent in the forms of their pages: `agent=…`.
    pub async fn agent_field(&mut self) -> String {
        let told = self.post("/api/current_user", "").await;
        let digest = told.body.split_once("\"digest\":\"");
        let digest = digest.and_then(|(_, rest)| rest.split_once('"'));
        format!("agent={}", digest.unwrap().0)
    }

    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/mon-compte").await.status == StatusCode::OK
    }
}
