//! The rows, one file per family.

mod algorithm;
mod audience;
mod context;
mod cross_use;
mod dates;
mod header;
mod logout_token;
mod signature;
mod structure;
mod subject;
mod user_info;

use crate::{FAMILIES, row::Row};

/// All rows, in the order of the families and of their names.
pub fn all() -> Vec<Row> {
    let mut rows: Vec<Row> = [
        structure::rows(),
        algorithm::rows(),
        signature::rows(),
        header::rows(),
        audience::rows(),
        subject::rows(),
        dates::rows(),
        context::rows(),
        user_info::rows(),
        cross_use::rows(),
        logout_token::rows(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let order = |row: &Row| {
        FAMILIES
            .iter()
            .position(|(family, _)| *family == row.family())
    };
    rows.sort_by_key(|row| (order(row), row.name));
    rows
}
