//! Lines for whoever reads the log of a run: `.ci/count` sums up those that begin with `counted: `.

use std::io::Write;

/// Writes a line. `println!` would not do: the test harness keeps its text to itself where nothing
/// fails.
pub fn report(line: &str) {
    let text = format!("\n{line}\n");
    std::io::stdout().write_all(text.as_bytes()).unwrap();
}
