//! What the tests of whole logins share: the relying party as an application assembles it, a
//! browser in front of it, its audit trail, what the issuer publishes, and the documents that are
//! written from a run.

pub mod application;
pub mod audit_trail;
pub mod browser;
pub mod generated_document;
pub mod metadata;
