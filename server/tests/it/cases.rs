//! `docs/browser-and-log-cases.md` says where each case is tested: is it there?

use std::{fs, path::Path};

#[test]
fn every_case_of_the_browser_and_of_the_logs_is_a_test_of_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let table = fs::read_to_string(root.join("docs/browser-and-log-cases.md")).unwrap();
    let browser = (1..=24).map(|number| format!("B-{number:02}"));
    let logs = (1..=6).map(|number| format!("O-{number:02}"));
    for case in browser.chain(logs) {
        let rows: Vec<&str> = table
            .lines()
            .filter(|line| line.starts_with(&format!("| {case} |")))
            .collect();
        assert_eq!(rows.len(), 1, "{case} has one row");
        let place = rows[0].trim_end_matches([' ', '|']).rsplit('|').next();
        let files: Vec<&str> = place.unwrap().split('`').skip(1).step_by(2).collect();
        assert!(!files.is_empty(), "{case} names no file");
        let in_browser = format!("(\"{case} ");
        let in_template = format!("(`{case} ");
        let in_list = format!("\"{case} ");
        let in_rust = format!("fn {}_", case.to_lowercase().replace('-', "_"));
        for file in files {
            let text = fs::read_to_string(root.join(file)).unwrap_or_default();
            let names = [&in_browser, &in_template, &in_list, &in_rust];
            assert!(
                names.iter().any(|name| text.contains(name.as_str())),
                "{case} is not in {file}"
            );
        }
    }
}
