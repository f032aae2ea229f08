//! The tables of access of `app`, as the guard of the library reads them.

use app::{functions::FUNCTIONS, page::LOG_IN, pages::PAGES};
use proconnect::web::{Guard, ProConnect};

/// The guard of the pages and of the server functions. A route in neither table requires a login.
pub fn guard(proconnect: ProConnect) -> Guard {
    let pages = PAGES.iter().map(|page| (page.path, page.access));
    let functions = FUNCTIONS
        .iter()
        .map(|function| (function.path, function.access));
    let rows = pages.chain(functions);
    Guard {
        proconnect,
        requirements: rows.map(|(path, access)| (path, access.into())).collect(),
        login_page: LOG_IN,
    }
}
