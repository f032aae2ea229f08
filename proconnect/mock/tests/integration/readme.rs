use mock_proconnect::{Fault, Settings};
use serde_json::json;
use std::process::Command;

use crate::relying_party::RelyingParty;

const README: &str = include_str!("../../README.md");
const FRENCH: &str = include_str!("../../README.fr.md");
const FAULTS: &str = include_str!("../../docs/faults.md");
const REFERENCE: &str = include_str!("../../docs/reference.md");

fn assert_documented(page: &str, name: &str) {
    assert!(page.contains(&format!("`{name}`")), "{name}");
}

#[test]
fn every_fault_is_documented() {
    for fault in Fault::all() {
        assert_documented(FAULTS, &fault.to_string());
    }
}

#[test]
fn the_number_of_faults_is_right() {
    let count = Fault::all().len();
    assert!(
        README.contains(&format!("{count} faults on\ndemand")),
        "{count}"
    );
    assert!(
        FRENCH.contains(&format!("{count} fautes à la demande")),
        "{count}"
    );
}

#[cfg(feature = "audit")]
#[test]
fn the_number_of_cases_is_right() {
    let list = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["audit", "--start", "http://localhost/", "--list"])
        .output()
        .unwrap();
    let count = String::from_utf8(list.stdout).unwrap().lines().count();
    assert!(
        README.contains(&format!("There are {count} cases.")),
        "{count}"
    );
    assert!(FRENCH.contains(&format!("Il y a {count} cas.")), "{count}");
}

#[tokio::test]
async fn every_agent_is_documented() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[]).await;
    let personas = page.body.split("name=\"persona\" value=\"").skip(1);
    let ids: Vec<&str> = personas.filter_map(|rest| rest.split('"').next()).collect();
    assert!(README.contains(&format!("has {} agents", ids.len())));
    assert!(FRENCH.contains(&format!("propose {} agents", ids.len())));
    for id in ids {
        assert_documented(REFERENCE, id);
    }
}

#[test]
fn every_setting_is_documented_with_its_values() {
    let [faithful, legacy] = [Settings::default(), Settings::legacy()].map(|s| json!(s));
    let flatten = |settings: &serde_json::Value| -> Vec<(String, String)> {
        let members = settings.as_object().unwrap().iter();
        members
            .flat_map(|(name, value)| match value.as_object() {
                Some(nested) => nested
                    .iter()
                    .map(|(inner, value)| (format!("{name}.{inner}"), value.to_string()))
                    .collect(),
                None => vec![(name.clone(), format!("`{value}`"))],
            })
            .collect()
    };
    for ((name, default), (_, legacy)) in flatten(&faithful).into_iter().zip(flatten(&legacy)) {
        let row = format!("| `{name}` | {default} | {legacy} |");
        assert!(REFERENCE.contains(&row), "{row}");
    }
}

#[test]
fn every_flag_is_documented() {
    let counts = [
        (&["--help"][..], 10),
        #[cfg(feature = "audit")]
        (&["audit", "--help"], 25),
    ];
    for (arguments, least) in counts {
        let help = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
            .args(arguments)
            .output()
            .unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        let flags = help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && !["--help", "--version"].contains(word));
        let mut count = 0;
        for flag in flags {
            // Without the end of a sentence of the help.
            let flag = flag.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
            assert!(README.contains(flag), "{flag}");
            assert!(FRENCH.contains(flag), "{flag}");
            count += 1;
        }
        assert!(count >= least, "{help}");
    }
}

/// The lines of the code blocks, without comments and the placeholders of a language.
fn commands(page: &str) -> Vec<&str> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().skip(1));
    let without_comment = lines.map(|line| line.split(" #").next().unwrap().trim_end());
    without_comment
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The level of each heading.
fn headings(page: &str) -> Vec<usize> {
    let text = page.split("\n```").step_by(2).flat_map(str::lines);
    let headings = text.filter(|line| line.starts_with('#'));
    headings
        .map(|line| line.bytes().take_while(|byte| *byte == b'#').count())
        .collect()
}

#[test]
fn the_french_readme_has_the_same_headings_commands_and_tables() {
    assert_eq!(headings(README), headings(FRENCH));
    assert_eq!(commands(README), commands(FRENCH));
    let rows = |page: &str| page.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows(README), rows(FRENCH));
    assert!(headings(README).len() > 10 && commands(README).len() > 10);
}

#[test]
fn every_file_to_which_the_pages_lead_exists() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for (page, text) in [
        ("", README),
        ("", FRENCH),
        ("docs", REFERENCE),
        ("docs", FAULTS),
    ] {
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = link.split('#').next().unwrap();
            if !file.is_empty() && !file.contains("://") {
                assert!(folder.join(page).join(file).exists(), "{link}");
                count += 1;
            }
        }
    }
    assert!(count > 10);
}
