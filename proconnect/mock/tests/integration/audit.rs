//! `mock-proconnect audit` against small relying parties: an honest one, and careless ones.

mod flows;
mod obstacles;
mod report;
pub mod subject;
