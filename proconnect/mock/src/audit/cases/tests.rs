use std::collections::HashSet;

use super::*;
use crate::fault::{CallbackFault, Place};
use crate::personas;

fn ids(only: &[&str], except: &[&str]) -> Result<Vec<String>, String> {
    let owned = |names: &[&str]| -> Vec<String> { names.iter().map(ToString::to_string).collect() };
    let selected = selected(&owned(only), &owned(except), Language::En);
    let ids = selected.map(|cases| cases.into_iter().map(|case| case.id).collect());
    ids.map_err(|obstacle| obstacle.to_string())
}

#[test]
fn every_fault_of_a_login_and_of_the_documents_has_exactly_one_row() {
    let places = [
        Place::Discovery,
        Place::Jwks,
        Place::Callback,
        Place::Token,
        Place::IdToken,
        Place::Userinfo,
    ];
    // The browser of the suite itself holds responses back.
    let held = Fault::Callback(CallbackFault::Held);
    for fault in Fault::all() {
        if !places.contains(&fault.place()) {
            continue;
        }
        let rows = all()
            .into_iter()
            .filter(|case| case.act == Act::Fault(fault));
        assert_eq!(rows.count(), usize::from(fault != held), "{fault}");
    }
}

#[test]
fn every_agent_whom_proconnect_lets_in_has_exactly_one_row() {
    for persona in personas::load().unwrap() {
        let is_let_in = persona.refusal.is_none() && persona.choices.is_empty();
        // The same agent with a second factor, which ProConnect chooses by itself.
        let is_let_in = is_let_in && !persona.id.starts_with("mfa-sur-demande.");
        let rows = agents::AGENTS.iter().filter(|row| row.0 == persona.id);
        let expected = usize::from(is_let_in);
        assert_eq!(rows.count(), expected, "{}", persona.id);
    }
}

#[test]
fn identifiers_are_distinct_and_a_free_choice_is_of_low_severity() {
    let all = all();
    let ids: HashSet<&String> = all.iter().map(|case| &case.id).collect();
    assert_eq!(ids.len(), all.len());
    for case in &all {
        if case.expected == Expected::Either {
            assert_eq!(case.severity, Severity::Low, "{}", case.id);
        }
    }
}

#[test]
fn every_lesson_is_short_and_in_both_languages() {
    for case in all().iter().filter(|case| !case.id.starts_with("flow-")) {
        let lesson = case.lesson;
        for text in [case.told, lesson.why, lesson.mend] {
            assert_ne!((text.fr, text.en), ("", ""), "{}", case.id);
            assert_ne!(text.fr, text.en, "{}", case.id);
            let plain = [" :", " ;", " !", " ?", " »", "« ", "'"];
            let plain = plain.iter().find(|sign| text.fr.contains(**sign));
            assert_eq!(plain, None, "{}", text.fr);
        }
        assert_ne!(lesson.source, "", "{}", case.id);
        let sentences = lesson.why.en.matches(". ").count() + 1;
        assert!(sentences <= 2, "{}", lesson.why.en);
    }
}

#[test]
fn lies_about_keys_come_before_a_service_stops_fetching_them_or_last() {
    let all = ids(&[], &[]).unwrap();
    let position = |id: &str| all.iter().position(|case| case == id);
    assert!(position("id-token-key-replaced") < position("id-token-unknown-kid"));
    assert!(position("userinfo-connection-closed") < position("jwks-no-keys"));
    assert!(position("jwks-no-keys") < position("discovery-wrong-issuer"));
}

#[test]
fn cases_are_selected_by_name_by_family_and_by_a_star() {
    let one = ids(&["id-token-alg-none"], &[]).unwrap();
    assert_eq!(one, ["id-token-alg-none"]);
    let family = ids(&["keys"], &[]).unwrap();
    assert!(family.iter().all(|id| id.starts_with("jwks-")) && family.len() == 26);
    let star = ids(&["callback-state*"], &["callback-state-twice"]).unwrap();
    assert_eq!(star, ["callback-state-missing"]);
    let all = ids(&[], &[]).unwrap();
    let without = ids(&[], &["keys", "agents"]).unwrap();
    assert_eq!(without.len(), all.len() - 26 - 36);
}

#[test]
fn a_selection_without_cases_is_an_error_in_the_language_of_the_user() {
    let of = |only: &str, except: &str, language| {
        let result = selected(&[only.to_owned()], &[except.to_owned()], language);
        result.unwrap_err().to_string()
    };
    let french = of("jeton", "keys", Language::Fr);
    assert!(
        french.starts_with("jeton n’est le nom d’aucun cas"),
        "{french}"
    );
    assert!(french.contains("id-token, userinfo"), "{french}");
    let english = of("keys", "tokens*", Language::En);
    assert!(english.contains("is named tokens*"), "{english}");
    let none_left = of("keys", "jwks-*", Language::Fr);
    assert!(none_left.starts_with("--except retire tous les cas"));
}
