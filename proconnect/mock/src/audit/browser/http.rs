//! A browser without JavaScript: one HTTP client with cookies, which follows redirects as a browser does.

use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFRESH, SET_COOKIE,
    USER_AGENT,
};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::time::{Duration, Instant};
use url::{Url, form_urlencoded};

use super::cookies::{Cookies, Initiator};
use super::element::{Element, Fields, Target, refresh_target};
use super::site::{is_same_origin, is_same_site};
use super::{BrowserError, Hold, Hop, Landing, NOTHING, Page, body};

/// As in the browsers of today.
const MOST_REDIRECTS: usize = 20;

/// Some services serve another page to what does not look like a browser.
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

pub struct HttpBrowser {
    http: Client,
    cookies: Cookies,
    hops: Vec<Hop>,
}

/// A request of a navigation.
struct Navigation {
    target: Target,
    /// The address of the page on which it began; `None` for the address bar.
    from: Option<Url>,
    initiator: Initiator,
}

impl HttpBrowser {
    /// A browser that waits for `patience` for each response.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    #[expect(
        clippy::disallowed_methods,
        reason = "it follows no redirect and waits for a limited time"
    )]
    pub fn new(patience: Duration) -> Result<Self, BrowserError> {
        let http = Client::builder()
            .no_proxy()
            // The services under test have certificates of their own making.
            .danger_accept_invalid_certs(true)
            .redirect(Policy::none())
            .timeout(patience)
            .build();
        let http = http.map_err(|error| BrowserError::Broken(error.to_string()))?;
        Ok(Self {
            http,
            cookies: Cookies::default(),
            hops: Vec::new(),
        })
    }

    pub async fn open(&mut self, url: &Url, hold: Hold<'_>) -> Result<Landing, BrowserError> {
        let target = Target {
            is_post: false,
            url: url.clone(),
            fields: Vec::new(),
        };
        self.navigate(
            Navigation {
                target,
                from: None,
                initiator: Initiator::SameSite,
            },
            hold,
        )
        .await
    }

    pub async fn press(
        &mut self,
        page: &Page,
        element: &Element,
        fields: Fields<'_>,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        let mut target = page.target(element, fields)?;
        if !target.is_post && !target.fields.is_empty() {
            target
                .url
                .query_pairs_mut()
                .clear()
                .extend_pairs(std::mem::take(&mut target.fields));
        }
        let initiator = Initiator::between(&page.url, &target.url);
        self.navigate(
            Navigation {
                target,
                from: Some(page.url.clone()),
                initiator,
            },
            hold,
        )
        .await
    }

    pub async fn follow(
        &mut self,
        page: &Url,
        url: &Url,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        let target = Target {
            is_post: false,
            url: url.clone(),
            fields: Vec::new(),
        };
        let initiator = Initiator::between(page, url);
        self.navigate(
            Navigation {
                target,
                from: Some(page.clone()),
                initiator,
            },
            hold,
        )
        .await
    }

    pub async fn post_from(
        &mut self,
        page: &Url,
        action: &Url,
        fields: Fields<'_>,
    ) -> Result<Landing, BrowserError> {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let target = Target {
            is_post: true,
            url: action.clone(),
            fields: fields.collect(),
        };
        let initiator = Initiator::between(page, action);
        self.navigate(
            Navigation {
                target,
                from: Some(page.clone()),
                initiator,
            },
            NOTHING,
        )
        .await
    }

    pub fn take_hops(&mut self) -> Vec<Hop> {
        std::mem::take(&mut self.hops)
    }

    pub fn cookies(&self, url: &Url) -> Vec<(String, String)> {
        self.cookies.of(url, Initiator::SameSite, true)
    }

    pub fn set_cookie(&mut self, url: &Url, name: &str, value: &str) {
        self.cookies.set(url, name, value);
    }

    async fn navigate(
        &mut self,
        mut navigation: Navigation,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        for _ in 0..MOST_REDIRECTS {
            let url = navigation.target.url.clone();
            if hold(&url) {
                return Ok(Landing::Held(url));
            }
            let (page, location) = self.send(&navigation).await?;
            let is_kept = matches!(page.status, 307 | 308);
            let Some(next) = location.or_else(|| page.refresh()) else {
                return Ok(Landing::Page(page));
            };
            if !is_same_site(&url, &next) {
                navigation.initiator = Initiator::CrossSite;
            }
            if is_kept {
                navigation.target.url = next;
            } else {
                navigation.target = Target {
                    is_post: false,
                    url: next,
                    fields: Vec::new(),
                };
            }
        }
        Err(BrowserError::TooManyRedirects(navigation.target.url))
    }

    /// The page, and the address to which its headers redirect.
    async fn send(&mut self, navigation: &Navigation) -> Result<(Page, Option<Url>), BrowserError> {
        let url = &navigation.target.url;
        let begun = Instant::now();
        let answer = match self.request(navigation).send().await {
            Ok(response) => self.receive(url, response).await,
            Err(error) => Err(BrowserError::of(url, &error)),
        };
        let elapsed = begun.elapsed();
        let hop = |status, body, set_cookies| Hop {
            url: url.clone(),
            status,
            elapsed,
            body,
            set_cookies,
        };
        match answer {
            Ok((page, location, set_cookies)) => {
                self.hops
                    .push(hop(Some(page.status), page.body.clone(), set_cookies));
                Ok((page, location))
            }
            Err(error) => {
                self.hops.push(hop(None, String::new(), Vec::new()));
                Err(error)
            }
        }
    }

    fn request(&self, navigation: &Navigation) -> RequestBuilder {
        let Target {
            is_post,
            url,
            fields,
        } = &navigation.target;
        let cookies = self.cookies.of(url, navigation.initiator, !is_post);
        let cookies: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = if *is_post {
            let form = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            let origin = navigation
                .from
                .as_ref()
                .map(|from| from.origin().ascii_serialization());
            self.http
                .post(url.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ORIGIN, origin.unwrap_or_else(|| "null".to_owned()))
                .body(form)
        } else {
            self.http.get(url.clone())
        };
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        request
            .header(USER_AGENT, AGENT)
            .header(
                ACCEPT,
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            )
            .header(ACCEPT_LANGUAGE, "fr,en;q=0.5")
            .header("sec-fetch-dest", "document")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-site", navigation.fetch_site())
            .header("sec-fetch-user", "?1")
            .header("upgrade-insecure-requests", "1")
    }

    async fn receive(
        &mut self,
        url: &Url,
        response: Response,
    ) -> Result<(Page, Option<Url>, Vec<String>), BrowserError> {
        let status = response.status();
        self.cookies.keep(url, response.headers());
        // As in browsers, an address may have bytes that are not ASCII.
        let header = |name| {
            let value = response.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()))
        };
        let location = header(LOCATION).filter(|_| status.is_redirection());
        let location = location.and_then(|location| url.join(&location).ok());
        let location = location.or_else(|| refresh_target(url, &header(REFRESH)?));
        let set_cookies = response.headers().get_all(SET_COOKIE).iter();
        let set_cookies = set_cookies.filter_map(|value| Some(value.to_str().ok()?.to_owned()));
        let set_cookies = set_cookies.collect();
        let body = body::read(url, response).await?;
        Ok((
            Page {
                url: url.clone(),
                status: status.as_u16(),
                body,
            },
            location,
            set_cookies,
        ))
    }
}

impl Navigation {
    /// The value of `Sec-Fetch-Site`: Fetch Metadata, section 2.3.
    fn fetch_site(&self) -> &'static str {
        match &self.from {
            None if self.initiator == Initiator::SameSite => "none",
            _ if self.initiator == Initiator::CrossSite => "cross-site",
            Some(from) if is_same_origin(from, &self.target.url) => "same-origin",
            _ => "same-site",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// The address of a service that gives `responses` one after the other.
    fn service(responses: Vec<Vec<u8>>) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for response in responses {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                // The browser may leave before the end.
                let _ = stream.write_all(&response);
            }
        });
        url.parse().unwrap()
    }

    fn browser() -> HttpBrowser {
        HttpBrowser::new(Duration::from_secs(10)).unwrap()
    }

    fn response(length: usize) -> Vec<u8> {
        let mut response = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
        response.resize(response.len() + length, b'a');
        response
    }

    #[tokio::test]
    async fn a_body_above_8_mib_is_not_read() {
        const LONGEST: usize = 8 * 1024 * 1024;
        let url = service(vec![response(LONGEST), response(LONGEST + 1)]);
        let mut browser = browser();
        let page = browser.open(&url, NOTHING).await.unwrap().page().unwrap();
        assert_eq!(page.body.len(), LONGEST);
        let error = browser.open(&url, NOTHING).await.unwrap_err();
        assert_eq!(error, BrowserError::TooLong(url));
    }

    #[tokio::test]
    async fn a_redirect_may_have_bytes_that_are_not_ascii() {
        let redirect = "HTTP/1.1 302 Found\r\nlocation: /déjà\r\nconnection: close\r\n\r\n";
        let url = service(vec![redirect.into(), response(1)]);
        let landing = browser().open(&url, NOTHING).await.unwrap();
        let page = landing.page().unwrap();
        assert_eq!(page.url.path(), "/d%C3%A9j%C3%A0");
    }
}
