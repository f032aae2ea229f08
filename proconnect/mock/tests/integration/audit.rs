//! `mock-proconnect audit` against small relying parties: an honest one, and careless ones.

mod control;
mod flows;
mod kept;
mod obstacles;
mod report;
#[cfg(unix)]
mod stop;
pub mod subject;
