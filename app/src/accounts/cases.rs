//! The cases of a login: what the database holds, what ProConnect sends, the policies, and the decision. One table
//! serves the tests of [`decide`](super::decision::decide), those of both databases, and `docs/login-decisions.md`.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a table for tests, which a mistake stops"
)]

mod address;
mod case;
mod closed;
mod expected;
mod first_login;
mod invitation;
mod known;
mod policies;
mod stored;
mod subject;
mod words;

pub use case::{Case, TOWN, now};
pub use expected::World;

/// The sections of the table.
pub const SECTIONS: &[(&str, &[Case])] = &[
    ("Une personne connue", known::CASES),
    ("Une autre adresse", address::CASES),
    ("Une première connexion", first_login::CASES),
    ("Une adresse connue, un autre `sub`", subject::CASES),
    ("Un accès fermé", closed::CASES),
    ("Une invitation", invitation::CASES),
    ("Une liste, ou l’invitation seule", policies::CASES),
];

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    SECTIONS.iter().flat_map(|(_, cases)| cases.iter())
}
