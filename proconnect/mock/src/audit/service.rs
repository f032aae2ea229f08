//! The service under test: where one logs in and out, and how one sees that somebody is signed in.

pub mod entrance;
mod recognition;

use url::Url;

use super::browser::Element;

pub use recognition::{Recognition, shared_texts};

/// The service, as the suite knows it after a first honest login.
#[derive(Debug)]
pub struct Service {
    /// The page that the user named.
    pub start: Url,
    pub log_in: Entrance,
    /// `None` when nothing that ends a session was found: the cases of the logout are not told.
    pub log_out: Option<Element>,
    /// The page that is looked at to see whether somebody is signed in.
    pub checked: Url,
    pub recognition: Recognition,
    /// The registered callback, from the authorization request.
    pub redirect_uri: Url,
}

/// The way to the issuer.
#[derive(Clone, Debug)]
pub enum Entrance {
    /// The start page itself redirects there.
    Start,
    /// This link or form of the start page leads there.
    Element(Element),
}
