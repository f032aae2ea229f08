//! A row of the matrix: its name, its fault, and its cases.

use crate::{
    keys,
    token::{Kind, Token},
};
use jsonwebtoken::Algorithm;
use serde_json::Value;
use std::collections::BTreeMap;

/// The kinds of token a row is about.
pub const ID_TOKEN: &[Kind] = &[Kind::IdToken];
pub const USER_INFO: &[Kind] = &[Kind::UserInfo];
pub const LOGOUT_TOKEN: &[Kind] = &[Kind::LogoutToken];
pub const BOTH: &[Kind] = &[Kind::IdToken, Kind::UserInfo];
pub const ALL: &[Kind] = &[Kind::IdToken, Kind::UserInfo, Kind::LogoutToken];

/// The registration and settings of the client, and the circumstances of the login.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The algorithm registered for the row's kind of token. The other token of the login is HS256,
    /// so that it is valid whatever the issuer publishes.
    pub alg: Algorithm,
    /// The published keys.
    pub keys: Vec<Value>,
    /// `PROCONNECT_ACR_VALUES`.
    pub acr_values: &'static str,
    /// Minutes by which the application's clock is ahead of the issuer's.
    pub clock_ahead: i64,
    /// Whether the login in the browser's other tab has finished.
    pub other_tab_is_done: bool,
}

impl Setting {
    /// The algorithm of one kind of token where the row is about another, or the same.
    pub fn alg_of(&self, kind: Kind, about: Kind) -> Algorithm {
        // A logout token is signed as an ID token is.
        if kind == about || about == Kind::LogoutToken {
            self.alg
        } else {
            Algorithm::HS256
        }
    }

    fn usual() -> Self {
        Self {
            alg: Algorithm::RS256,
            keys: keys::published(),
            acr_values: "",
            clock_ahead: 0,
            other_tab_is_done: false,
        }
    }
}

/// The values that a misbehaving browser can exchange.
pub struct Swap<'a> {
    pub cookies: &'a mut BTreeMap<String, String>,
    pub query: &'a mut String,
    /// Names of this browser's two attempt cookies: that of this login, and the other tab's.
    pub attempt: String,
    pub other_attempt: String,
    pub id_token: &'a str,
    pub access_token: &'a str,
    /// The value of a valid session cookie.
    pub session: String,
}

/// The party that lies, and its lie.
pub enum Lie {
    Issuer(Box<dyn Fn(&mut Token)>),
    Browser(Box<dyn Fn(&mut Swap<'_>)>),
}

/// The required reaction of the relying party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    SignedIn,
    /// The reason, of the step that reads the token; or a whole code if it has a dot.
    Refused {
        id_token: &'static str,
        user_info: &'static str,
    },
}

impl Verdict {
    /// The code of the refusal, if it is one.
    pub fn code(self, kind: Kind) -> Option<String> {
        let Self::Refused {
            id_token,
            user_info,
        } = self
        else {
            return None;
        };
        let (step, reason) = match kind {
            Kind::IdToken => ("id_token", id_token),
            Kind::UserInfo => ("user_info", user_info),
            Kind::LogoutToken => ("logout_token", id_token),
        };
        Some(if reason.contains('.') {
            reason.to_owned()
        } else {
            format!("{step}.{reason}")
        })
    }
}

pub struct Case {
    pub setting: Setting,
    pub lie: Lie,
    pub verdict: Verdict,
}

pub struct Row {
    pub name: &'static str,
    pub wrong: &'static str,
    pub kinds: &'static [Kind],
    /// The decision, when the specifications leave a choice.
    pub note: &'static str,
    pub cases: Vec<Case>,
    setting: Setting,
}

impl Row {
    pub fn new(name: &'static str, kinds: &'static [Kind], wrong: &'static str) -> Self {
        let (note, cases, setting) = ("", Vec::new(), Setting::usual());
        Self {
            name,
            wrong,
            kinds,
            note,
            cases,
            setting,
        }
    }

    /// Changes the setting of the following cases.
    pub fn setting(mut self, change: impl FnOnce(&mut Setting)) -> Self {
        change(&mut self.setting);
        self
    }

    pub fn alg(self, alg: Algorithm) -> Self {
        self.setting(|setting| setting.alg = alg)
    }

    pub fn keys(self, keys: Vec<Value>) -> Self {
        self.setting(|setting| setting.keys = keys)
    }

    /// A case that is refused with this reason.
    pub fn refused(self, reason: &'static str, lie: impl Fn(&mut Token) + 'static) -> Self {
        self.refused_as(reason, reason, lie)
    }

    /// A case whose reason differs between the two kinds.
    pub fn refused_as(
        self,
        id_token: &'static str,
        user_info: &'static str,
        lie: impl Fn(&mut Token) + 'static,
    ) -> Self {
        self.case(
            Verdict::Refused {
                id_token,
                user_info,
            },
            Lie::Issuer(Box::new(lie)),
        )
    }

    /// A case that must pass.
    pub fn accepted(self, lie: impl Fn(&mut Token) + 'static) -> Self {
        self.case(Verdict::SignedIn, Lie::Issuer(Box::new(lie)))
    }

    /// A case in which the browser, not the issuer, substitutes one value for another.
    pub fn swapped(self, code: &'static str, swap: impl Fn(&mut Swap<'_>) + 'static) -> Self {
        let verdict = Verdict::Refused {
            id_token: code,
            user_info: code,
        };
        self.case(verdict, Lie::Browser(Box::new(swap)))
    }

    pub fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    fn case(mut self, verdict: Verdict, lie: Lie) -> Self {
        let setting = self.setting.clone();
        self.cases.push(Case {
            setting,
            lie,
            verdict,
        });
        self
    }

    /// `T` of `T-01`.
    pub fn family(&self) -> &'static str {
        self.name
            .split_once('-')
            .map_or(self.name, |(family, _)| family)
    }
}
