use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use std::collections::HashMap;
use std::sync::Mutex;
use url::Url;

/// A minimal browser: it keeps cookies with their paths, and leaves redirects to the test.
pub struct Browser {
    http: Client,
    /// By name and path.
    cookies: Mutex<HashMap<(String, String), String>>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    pub fn new() -> Self {
        Self {
            http: Client::builder()
                .redirect(Policy::none())
                .tls_built_in_root_certs(false)
                .build()
                .unwrap(),
            cookies: Mutex::default(),
        }
    }

    /// The client below, for requests that no browser makes.
    pub fn http(&self) -> &Client {
        &self.http
    }

    pub async fn get(&self, url: &str) -> Page {
        self.send(url, self.http.get(url)).await
    }

    /// Requests `url`, and follows the redirects of the issuer to itself. A login page is returned as the
    /// redirect to it, and so is a redirect that leads on and on.
    pub async fn enter(&self, url: &str) -> Page {
        let mut url = Url::parse(url).unwrap();
        let mut page = self.get(url.as_str()).await;
        for _ in 0..25 {
            let location = page.header("location");
            if !location.starts_with("/api/v2/interaction/") || location.ends_with("/verify-email")
            {
                break;
            }
            url = url.join(location).unwrap();
            let next = self.get(url.as_str()).await;
            if next.status == StatusCode::OK && next.body.contains("name=\"persona\"") {
                break;
            }
            page = next;
        }
        page
    }

    pub async fn post(&self, url: &str, form: &[(&str, &str)]) -> Page {
        self.send(url, self.http.post(url).form(form)).await
    }

    /// The request, without this browser's cookies.
    pub async fn send_bare(request: RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        Page {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    async fn send(&self, url: &str, request: RequestBuilder) -> Page {
        let path = Url::parse(url).unwrap().path().to_owned();
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .filter(|((_, cookie_path), _)| path.starts_with(cookie_path))
            .map(|((name, _), value)| format!("{name}={value}"))
            .collect();
        let page = Self::send_bare(request.header(COOKIE, cookies.join("; "))).await;
        for cookie in page.headers.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        page
    }

    fn keep(&self, set_cookie: &str) {
        let mut parts = set_cookie.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let path = parts.find_map(|part| part.strip_prefix("Path=")).unwrap();
        let key = (name.to_owned(), path.to_owned());
        let mut cookies = self.cookies.lock().unwrap();
        if value.is_empty() {
            cookies.remove(&key);
        } else {
            cookies.insert(key, value.to_owned());
        }
    }
}

impl Page {
    /// The `Location` of a 303.
    pub fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(LOCATION.as_str())
    }

    /// The query parameters of the `Location` of a 303.
    pub fn redirect_parameters(&self) -> HashMap<String, String> {
        let url = Url::parse(self.location()).unwrap();
        url.query_pairs().into_owned().collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The code and the message of an error page, as shown.
    pub fn error(&self) -> (String, String) {
        assert!(self.header("content-type").starts_with("text/html"));
        (self.detail("error-code"), self.detail("error-message"))
    }

    /// The text of the element of this `data-testid`, after its colon, without quotes.
    fn detail(&self, test_id: &str) -> String {
        let start = self.body.find(test_id).expect(test_id);
        let element = &self.body[start..];
        let text = &element[element.find('>').unwrap() + 1..element.find("</p>").unwrap()];
        let (_, value) = text.split_once("\u{a0}: ").expect(text);
        let value = value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        value.replace("&amp;", "&").trim_matches('"').to_owned()
    }

    /// The value of the hidden field `name`.
    pub fn hidden(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let start = self.body.find(&marker).expect(name) + marker.len();
        self.body[start..].split('"').next().unwrap().to_owned()
    }
}
