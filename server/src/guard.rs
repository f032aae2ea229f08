//! The tables of access of `app`, as the guard of the library reads them.

use app::{
    access::Access,
    functions::FUNCTIONS,
    pages::{self, PAGES},
};
use proconnect::web::{Guard, ProConnect, Requirement};

/// The guard of the pages and of the server functions. A route in neither table requires a login.
pub fn guard(proconnect: ProConnect) -> Guard {
    let pages = PAGES.iter().map(|page| (page.path, page.access));
    let functions = FUNCTIONS
        .iter()
        .map(|function| (function.path, function.access));
    let rows = pages.chain(functions);
    Guard {
        proconnect,
        requirements: rows
            .map(|(path, access)| (path, requirement(access)))
            .collect(),
        login_page: pages::log_in::PATH,
    }
}

fn requirement(access: Access) -> Requirement {
    match access {
        Access::Public => Requirement::Public,
        Access::SignedIn => Requirement::SignedIn,
        Access::Role(role) => Requirement::Role(role),
        Access::SecondFactor => Requirement::SecondFactor,
    }
}
