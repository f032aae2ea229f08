//! The table of server functions. The guard enforces the access of each row. When a form arrives
//! after the session has ended, its row names the fields to show again. A function without a row
//! requires a signed-in agent, whom it finds by `let agent: Agent = leptos_axum::extract().await?`.

pub use crate::form_fields::{Field, Form};

use crate::service_requests::{
    self,
    functions::{DecideServiceRequest, FileServiceRequest},
};
use crate::{
    access::Access,
    accounts::membership_role::MembershipRole,
    agent::{ContinueSession, GetCurrentUser},
    document::display::ChooseTheme,
    members::{
        self,
        functions::{ChangeMember, InviteMember, WithdrawInvitation},
    },
    open_sessions::{
        self,
        functions::{EndOtherSessions, EndSession},
    },
    pages::PAGES,
    session::{log_in::LogIn, log_out::LogOut},
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

/// The functions whose access is not [`Access::SignedIn`], or whose form is shown again.
pub static FUNCTIONS: &[Function] = &[
    Function::new(LogIn::PATH, Access::Public),
    Function::new(LogOut::PATH, Access::Public),
    Function::new(ChooseTheme::PATH, Access::Public),
    // The function answers `null` to a visitor.
    Function::new(GetCurrentUser::PATH, Access::Public),
    Function::new(ContinueSession::PATH, Access::Public),
    Function::button(EndSession::PATH, open_sessions::page::PATH),
    Function::button(EndOtherSessions::PATH, open_sessions::page::PATH),
    Function {
        access: ADMINISTRATOR,
        ..Function::button(ChangeMember::PATH, members::page::PATH)
    },
    Function {
        access: ADMINISTRATOR,
        ..Function::button(WithdrawInvitation::PATH, members::page::PATH)
    },
    Function {
        form: Some(Form {
            page: members::page::PATH,
            fields: &[Field {
                name: members::fields::EMAIL,
                label: "Adresse électronique professionnelle",
            }],
        }),
        ..Function::new(InviteMember::PATH, ADMINISTRATOR)
    },
    Function {
        form: Some(Form {
            page: service_requests::model::NEW,
            fields: &[
                Field {
                    name: "subject",
                    label: "Objet",
                },
                Field {
                    name: "siret",
                    label: "Numéro SIRET de l’établissement concerné",
                },
                Field {
                    name: "description",
                    label: "Description",
                },
            ],
        }),
        ..Function::new(
            FileServiceRequest::PATH,
            Access::Membership(MembershipRole::Member),
        )
    },
    Function {
        form: Some(Form {
            page: service_requests::detail::PAGE,
            fields: &[Field {
                name: "reason",
                label: "Motif",
            }],
        }),
        ..Function::new(
            DecideServiceRequest::PATH,
            Access::Membership(MembershipRole::Administrator),
        )
    },
];

/// The administrators of the organisation of the session.
const ADMINISTRATOR: Access = Access::Membership(MembershipRole::Administrator);

impl Function {
    const fn new(path: &'static str, access: Access) -> Self {
        Self {
            path,
            access,
            form: None,
        }
    }

    /// A function for signed-in agents whose form, on that page, is a button without a field.
    const fn button(path: &'static str, page: &'static str) -> Self {
        Self {
            form: Some(Form { page, fields: &[] }),
            ..Self::new(path, Access::SignedIn)
        }
    }

    /// Returns the row of the function at `path`.
    pub fn at(path: &'static str) -> Self {
        let row = FUNCTIONS.iter().find(|row| row.path == path);
        row.copied().unwrap_or(Self::new(path, Access::SignedIn))
    }
}

/// The access of each page and of each server function of the tables.
pub fn accesses() -> impl Iterator<Item = Access> {
    let pages = PAGES.iter().map(|page| page.access);
    pages.chain(FUNCTIONS.iter().map(|function| function.access))
}

/// True when a page or a server function requires a role.
pub fn any_needs_a_role() -> bool {
    accesses().any(|access| matches!(access, Access::Role(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_has_one_row_at_most_and_without_one_needs_a_login() {
        for row in FUNCTIONS {
            let same = FUNCTIONS.iter().filter(|other| other.path == row.path);
            assert_eq!(same.count(), 1, "{}", row.path);
            assert_eq!(Function::at(row.path), *row);
        }
        let unknown = Function::at("/api/not_in_the_table");
        assert_eq!((unknown.access, unknown.form), (Access::SignedIn, None));
    }

    /// The page of a form is rendered in place of the answer of its function, behind the guard of the function.
    #[test]
    fn a_function_is_open_to_nobody_to_whom_the_page_of_its_form_is_closed() {
        for row in FUNCTIONS {
            let Some(form) = row.form else { continue };
            let page = PAGES.iter().find(|page| page.path == form.page).unwrap();
            let is_looser = match (page.access, row.access) {
                (Access::Membership(page), Access::Membership(function)) => page <= function,
                (page, function) => page == function,
            };
            assert!(is_looser, "{}", row.path);
        }
    }
}
