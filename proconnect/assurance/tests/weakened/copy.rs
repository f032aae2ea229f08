//! A copy of this repository in which every weakness waits for its name.

use crate::weaknesses::Weakness;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The name of the built files of the site, of which the suite needs none.
pub const OUTPUT_NAME: &str = "weakened";

/// Added to the library of the copy.
const SWITCH: &str = r#"
#[doc(hidden)]
#[must_use]
pub fn is_weakened(name: &str) -> bool {
    std::env::var("WEAKENED").is_ok_and(|chosen| chosen == name)
}
"#;

/// Copies the repository below its target folder, weakens the library, and builds the server. The
/// dependencies are those of this build. Returns the program.
pub fn build(weaknesses: &[Weakness]) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let copy = target.join("weakened");
    let _ = fs::remove_dir_all(&copy);
    fs::create_dir_all(&copy).unwrap();
    let files = "git ls-files -co --exclude-standard -z | tar --create --null --files-from - | tar --extract --directory \"$0\"";
    run(Command::new("sh")
        .args(["-c", files])
        .arg(&copy)
        .current_dir(&root));
    for weakness in weaknesses {
        weaken(&copy, weakness);
    }
    let library = copy.join("proconnect/src/lib.rs");
    let text = fs::read_to_string(&library).unwrap();
    fs::write(&library, text + SWITCH).unwrap();
    let mut build = Command::new("cargo");
    build
        .args(["build", "--package", "server"])
        .current_dir(&copy)
        .env("CARGO_TARGET_DIR", &target);
    run(build.env("LEPTOS_OUTPUT_NAME", OUTPUT_NAME));
    let program = copy.join("server-weakened");
    fs::copy(target.join("debug/server"), &program).unwrap();
    program
}

fn weaken(copy: &Path, weakness: &Weakness) {
    let Weakness {
        name,
        file,
        from,
        to,
        ..
    } = weakness;
    let path = copy.join("proconnect/src").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text.matches(from).count(),
        1,
        "{name}: {file} has not exactly one {from:?}"
    );
    let to = to.replace("WEAK", &format!("crate::is_weakened(\"{name}\")"));
    fs::write(&path, text.replace(from, &to)).unwrap();
}

fn run(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}
