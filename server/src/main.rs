//! Runs the command of the command line: by default, it serves the application.

use server::command;
use std::process::ExitCode;
use tikv_jemalloc_ctl::background_thread;
use tikv_jemallocator::Jemalloc;

/// The C library's allocator keeps the memory of a burst; this one returns it to the system.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // On a system without background threads, memory is returned a little later.
    let _ = background_thread::write(true);
    command::run(std::env::args_os()).await
}
