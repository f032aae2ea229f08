//! The sign by which one sees that somebody is signed in.

use std::str::FromStr;

use crate::audit::browser::Page;

/// A property of the checked page that it has only when somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// The page contains this text.
    Text(String),
    Status(u16),
    /// The path of the address at which the browser arrives.
    Path(String),
}

impl Recognition {
    pub fn is_seen_on(&self, page: &Page) -> bool {
        match self {
            Self::Text(text) => page.body.contains(text),
            Self::Status(status) => page.status == *status,
            Self::Path(path) => page.url.path() == path,
        }
    }

    /// A sign that tells `signed_in` from `signed_out`, two views of the checked page. The address and the
    /// status come first: unlike a name, no lie changes them.
    pub fn between(signed_out: &Page, signed_in: &Page, candidates: &[String]) -> Option<Self> {
        if signed_in.url.origin() != signed_out.url.origin()
            || signed_in.url.path() != signed_out.url.path()
        {
            return Some(Self::Path(signed_in.url.path().to_owned()));
        }
        if signed_in.status != signed_out.status {
            return Some(Self::Status(signed_in.status));
        }
        let is_new =
            |text: &&String| signed_in.body.contains(*text) && !signed_out.body.contains(*text);
        candidates.iter().find(is_new).cloned().map(Self::Text)
    }
}

impl FromStr for Recognition {
    type Err = String;

    fn from_str(sign: &str) -> Result<Self, Self::Err> {
        let sign = sign.split_once(':').and_then(|(kind, value)| match kind {
            "text" => Some(Self::Text(value.to_owned())),
            "status" => value.parse().ok().map(Self::Status),
            "url" => Some(Self::Path(value.to_owned())),
            _ => None,
        });
        sign.ok_or_else(|| "expected text:…, status:200 or url:/path".to_owned())
    }
}
