//! The site has one host name, that of the redirect URI. A login that began under another name cannot
//! finish, because the browser sends its cookies to one name only. `docs/decisions/0026-the-one-name.md`
//! explains how a visitor is redirected, and why no visitor is redirected in circles.

use crate::static_files::is_asset;
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, Method, StatusCode, Uri,
        header::{ACCEPT, FORWARDED, HOST, ORIGIN},
        uri::Authority,
    },
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Greatest number of redirects from one name without a request under the right one. Browsers follow 20
/// redirects, and curl 50.
const FRUITLESS: u32 = 6;

/// Greatest number of names whose redirects are counted.
const NAMES: usize = 64;

/// The host name of the site, and the redirects from each other name. A request under the site's name sets the
/// counts back.
#[derive(Clone)]
pub struct OneName {
    origin: Arc<str>,
    host: Arc<str>,
    led: Arc<Mutex<HashMap<String, u32>>>,
}

impl OneName {
    /// The name of `origin`, as `https://app.example.fr`.
    pub fn of(origin: &Arc<str>) -> Self {
        let host = origin.parse::<Uri>().ok();
        let host = host.and_then(|uri| Some(uri.host()?.to_ascii_lowercase()));
        Self {
            origin: Arc::clone(origin),
            host: host.unwrap_or_default().into(),
            led: Arc::default(),
        }
    }

    /// True when the request is to be redirected to the one name. Counts the redirects: a proxy that replaces
    /// the visitor's name by its own would send every request back under the wrong name.
    fn leads(&self, name: &Name, headers: &HeaderMap) -> bool {
        if name.host == *self.host {
            self.led().clear();
            return false;
        }
        if self.is_forwarded(headers) || !self.is_worth_it(name, headers) {
            return false;
        }
        let mut led = self.led();
        if led.len() >= NAMES && !led.contains_key(&name.host) {
            led.clear();
        }
        let times = led.entry(name.host.clone()).or_default();
        *times += 1;
        if *times == FRUITLESS + 1 {
            let (host, origin) = (&name.host, &self.origin);
            tracing::warn!(%host, %origin, "requests for the origin come with another Host: the proxy should pass the visitor's on");
        }
        *times <= FRUITLESS
    }

    fn led(&self) -> MutexGuard<'_, HashMap<String, u32>> {
        self.led.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True when a proxy states that the visitor used the one name. Such a statement can only prevent a
    /// redirect.
    fn is_forwarded(&self, headers: &HeaderMap) -> bool {
        let named = |value: &str| Name::parse(value.trim()).is_some_and(|of| of.host == *self.host);
        let texts = |name| headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
        let mut by_x = texts(X_FORWARDED_HOST).flat_map(|text| text.split(','));
        let mut by_rfc = texts(FORWARDED)
            .flat_map(|text| text.split([',', ';']))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, _)| key.eq_ignore_ascii_case("host"));
        by_x.any(named) || by_rfc.any(|(_, host)| named(host.trim_matches('"')))
    }

    /// True when a visitor can have used the name. Proxies and health checks use names without a dot and
    /// private addresses. In development visitors use an address too, since cargo-leptos prints one.
    fn is_worth_it(&self, name: &Name, headers: &HeaderMap) -> bool {
        let local_site = cfg!(debug_assertions) && &*self.host == "localhost";
        match name.address {
            Some(address) if local_site && address.is_loopback() => {
                let by_browser = text(headers, &ACCEPT).contains("text/html");
                by_browser && name.port == Name::parse(self.authority()).and_then(|of| of.port)
            }
            Some(address) => is_public(address),
            None => name.host.contains('.'),
        }
    }

    fn authority(&self) -> &str {
        self.origin.split("//").last().unwrap_or_default()
    }

    /// True when a form was sent from a page of this site under another name.
    fn is_posted_elsewhere(&self, name: Option<&Name>, headers: &HeaderMap) -> bool {
        let from_here = text(headers, &SEC_FETCH_SITE) == "same-origin";
        let origin = text(headers, &ORIGIN);
        let page = origin.split_once("://").and_then(|(_, of)| Name::parse(of));
        match (page, name) {
            (Some(page), _) if page.host == *self.host => false,
            (Some(page), name) => from_here || name.is_some_and(|name| page.host == name.host),
            (None, Some(name)) => {
                from_here
                    && name.host != *self.host
                    && name.host.contains('.')
                    && name.address.is_none_or(is_public)
                    && !self.is_forwarded(headers)
            }
            (None, None) => false,
        }
    }

    fn page(&self) -> String {
        let origin = &self.origin;
        format!(
            "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta \
             name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Une autre \
             adresse</title></head><body><h1>Ce service a une autre adresse</h1><p>Vous êtes passé \
             par une adresse où l’on ne peut pas se connecter. Rien n’a été enregistré.</p><p>Le \
             service se trouve à l’adresse <a href=\"{origin}/\">{origin}</a>\u{a0}: continuez \
             là-bas.</p></body></html>"
        )
    }
}

/// Redirects a visitor who used another name to the same page under the one name. Refuses a form that was
/// sent under another name, with a link to the one. A file is the same under every name. A request without
/// a `Host` is one of the tests, which use no connection.
pub async fn lead(State(one): State<OneName>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let name = Name::parse(text(headers, &HOST));
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        if one.is_posted_elsewhere(name.as_ref(), headers) {
            return (StatusCode::MISDIRECTED_REQUEST, Html(one.page())).into_response();
        }
    } else if !is_asset(request.uri().path()) && name.is_some_and(|name| one.leads(&name, headers))
    {
        let path = request.uri().path_and_query();
        let path = path.map_or("/", |path| path.as_str());
        return Redirect::temporary(&format!("{}{path}", one.origin)).into_response();
    }
    next.run(request).await
}

/// The name in a `Host` header.
struct Name {
    /// In lower case, without the port.
    host: String,
    port: Option<u16>,
    address: Option<IpAddr>,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        let authority: Authority = text.parse().ok()?;
        let host = authority.host().to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse().ok();
        let port = authority.port_u16();
        (!host.is_empty()).then_some(Self {
            host,
            port,
            address,
        })
    }
}

/// An address that visitors from anywhere may use.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            // Shared between a provider and its customers (RFC 6598).
            let is_shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            !(is_shared
                || v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified())
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local())
        }
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

#[cfg(test)]
mod tests;
