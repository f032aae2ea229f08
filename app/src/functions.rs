//! The table of server functions: the guard enforces the access of each row, and a form that comes after
//! the end of the session is shown again by its row. A function without a row needs a signed-in agent.

use crate::{
    access::Access,
    agent::{ContinueSession, GetCurrentUser},
    components::display::ChooseTheme,
    pages::PAGES,
    session::{log_in::LogIn, log_out::LogOut},
    siret_check::functions::{self as siret_check, CheckSiret},
};
use leptos::server_fn::ServerFn;

/// A server function. It takes a plain form (`application/x-www-form-urlencoded`, the codec that Leptos
/// chooses by itself), and by POST only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// The path at which the function is called.
    pub path: &'static str,
    /// The access that the guard enforces.
    pub access: Access,
    /// The text that an agent types into its form.
    pub form: Option<Form>,
}

/// The form of a server function, for an agent whose session ended before they sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The path of the page of the form.
    pub page: &'static str,
    /// The text that the agent typed.
    pub fields: &'static [Field],
    /// Whether what was typed may travel in the address of the page, which then fills the form again
    /// after the login. Never for personal data: addresses are logged and remembered.
    pub in_address: bool,
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// In the form, and in the query of the page.
    pub name: &'static str,
    /// As the agent knows it.
    pub label: &'static str,
}

/// Every server function that is open to others than any signed-in agent, or whose form comes back.
pub const FUNCTIONS: [Function; 6] = [
    Function::new(LogIn::PATH, Access::Public),
    Function::new(LogOut::PATH, Access::Public),
    Function::new(ChooseTheme::PATH, Access::Public),
    // To a visitor the function answers `null`.
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

    /// The row of the function at `path`.
    pub fn at(path: &'static str) -> Self {
        let row = FUNCTIONS.into_iter().find(|row| row.path == path);
        row.unwrap_or(Self::new(path, Access::SignedIn))
    }
}

/// Whether a page or a server function is open to a role only.
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
