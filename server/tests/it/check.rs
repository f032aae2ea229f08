//! `server check` as a process, against the mock and against issuers that are wrong in one way: each
//! finding has its cause, its cure, its code and the exit code.

mod clock;
mod doctor;
mod issuer;
mod machine;
mod network;
mod right;
mod scripted;
