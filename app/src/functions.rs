//! The table of server functions. The guard enforces the access of each row. When a form arrives
//! after the session has ended, its row names the fields to show again. A function without a row
//! requires a signed-in agent.

use crate::{
    access::Access,
    agent::{ContinueSession, GetCurrentUser},
    components::display::ChooseTheme,
    pages::PAGES,
    session::{log_in::LogIn, log_out::LogOut},
    siret_check::functions::{self as siret_check, CheckSiret},
};
use leptos::server_fn::ServerFn;

/// A server function. It is called by POST with a plain form (`application/x-www-form-urlencoded`,
/// Leptos' default codec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// The path of the function.
    pub path: &'static str,
    /// The access that the guard enforces.
    pub access: Access,
    /// The form of the function, if agents type text into it.
    pub form: Option<Form>,
}

/// The form of a server function, for an agent whose session ended before they sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The path of the form's page.
    pub page: &'static str,
    /// The fields that agents type into.
    pub fields: &'static [Field],
    /// True when the typed text may be put into the address of the page, which fills the form again
    /// after the login. Never for personal data: addresses are logged, and browsers remember them.
    pub in_address: bool,
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in the form and in the query of the page.
    pub name: &'static str,
    /// The label that the agent sees.
    pub label: &'static str,
}

/// The functions whose access is not [`Access::SignedIn`], or whose form is shown again.
pub const FUNCTIONS: [Function; 6] = [
    Function::new(LogIn::PATH, Access::Public),
    Function::new(LogOut::PATH, Access::Public),
    Function::new(ChooseTheme::PATH, Access::Public),
    // The function answers `null` to a visitor.
    Function::new(GetCurrentUser::PATH, Access::Public),
    Function::new(ContinueSession::PATH, Access::Public),
    Function {
        form: Some(Form {
            page: siret_check::PATH,
            fields: &[Field {
                name: "siret",
                label: "Numéro SIRET",
            }],
            in_address: true,
        }),
        ..Function::new(CheckSiret::PATH, Access::SignedIn)
    },
];

impl Function {
    const fn new(path: &'static str, access: Access) -> Self {
        Self {
            path,
            access,
            form: None,
        }
    }

    /// Returns the row of the function at `path`.
    pub fn at(path: &'static str) -> Self {
        let row = FUNCTIONS.into_iter().find(|row| row.path == path);
        row.unwrap_or(Self::new(path, Access::SignedIn))
    }
}

/// True when a page or a server function requires a role.
pub fn any_needs_a_role() -> bool {
    let pages = PAGES.iter().map(|page| page.access);
    let functions = FUNCTIONS.iter().map(|function| function.access);
    pages
        .chain(functions)
        .any(|access| matches!(access, Access::Role(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_has_one_row_at_most_and_without_one_needs_a_login() {
        for row in FUNCTIONS {
            let same = FUNCTIONS.iter().filter(|other| other.path == row.path);
            assert_eq!(same.count(), 1, "{}", row.path);
            assert_eq!(Function::at(row.path), row);
        }
        let unknown = Function::at("/api/not_in_the_table");
        assert_eq!((unknown.access, unknown.form), (Access::SignedIn, None));
    }
}
