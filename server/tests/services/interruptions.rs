//! The server while its store fails, and while it stops and starts: minutes, most of which these tests wait. `make
//! interruptions` runs them, `make test` does not.

mod rolling_restart;
mod stopping;
mod store_boot;
mod store_killed;
mod store_lost;
mod store_silent;
mod store_writes;
