use mock_proconnect::{Fault, Settings};
use serde_json::json;
use std::process::Command;

use crate::relying_party::RelyingParty;

const README: &str = include_str!("../../README.md");

fn assert_documented(name: &str) {
    assert!(README.contains(&format!("`{name}`")), "{name}");
}

#[test]
fn every_fault_is_documented() {
    for fault in Fault::all() {
        assert_documented(&fault.to_string());
    }
}

#[tokio::test]
async fn every_agent_is_documented() {
    let party = RelyingParty::new().await;
    let (_, page) = party.login_page(&[]).await;
    let personas = page.body.split("name=\"persona\" value=\"").skip(1);
    let ids: Vec<&str> = personas.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 38);
    for id in ids {
        assert_documented(id);
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
        assert!(README.contains(&row), "{row}");
    }
}

#[test]
fn every_flag_is_documented() {
    let help = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let flags = help
        .split_whitespace()
        .filter(|word| word.starts_with("--") && !["--help", "--version"].contains(word));
    let mut count = 0;
    for flag in flags {
        assert!(README.contains(flag), "{flag}");
        count += 1;
    }
    assert!(count >= 10, "{help}");
}
