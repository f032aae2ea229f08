//! The catalogue.

mod bodies;
mod callback;
mod calls;
mod documents;
mod environment;
mod keys;
mod outage;
mod tokens;

use crate::row::Row;

pub fn all() -> Vec<Row> {
    let rows = [
        calls::rows(),
        bodies::rows(),
        environment::tls(),
        documents::rows(),
        keys::rows(),
        tokens::rows(),
        callback::rows(),
        environment::proxies(),
        outage::rows(),
    ];
    rows.into_iter().flatten().collect()
}
