//! `docs/login-decisions.md`, written from the cases of a login, which `decide` decides here.

use super::written::{self, COMMAND};
use app::accounts::{
    cases::{self, Case, SECTIONS},
    decision::{Outcome, decide},
};
use proconnect::error::AccessError;
use std::{collections::BTreeSet, fmt::Write};

#[test]
fn each_case_of_a_login_is_decided_as_the_table_shows() {
    let wrong = cases::all().filter_map(|case| {
        let decision = decide(&case.identity(), &case.known(), &case.policy());
        let changes = case.changes_of(&decision);
        let is_right = decision.outcome == case.outcome && changes == case.changes;
        (!is_right).then(|| format!("{}: {:?}, {changes:?}", case.title, decision.outcome))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_every_verdict_and_no_case_twice() {
    let verdicts: BTreeSet<_> = cases::all().map(|case| case.outcome.name()).collect();
    let expected = [
        Outcome::Known,
        Outcome::FirstLogin,
        Outcome::AddressChanged,
        Outcome::SubjectChanged,
        Outcome::AddressTakenOver,
        Outcome::AddressReassigned,
        Outcome::AddressWithheld,
        Outcome::Refused(AccessError::AccountConflict),
        Outcome::Refused(AccessError::Blocked),
        Outcome::Refused(AccessError::NotInvited),
    ];
    assert_eq!(verdicts, expected.map(Outcome::name).into());
    // A case is what is known, what is sent, and the policies.
    let distinct: BTreeSet<_> = cases::all()
        .map(|case| case.columns()[1..4].to_vec())
        .collect();
    let count = cases::all().count();
    // The name and the case of letters are not shown, and two cases differ by them alone.
    assert!(distinct.len() + 3 >= count, "{} of {count}", distinct.len());
    assert!(count >= 40, "{count}");
}

#[test]
fn the_document_of_the_decisions_is_true() {
    written::check("docs/login-decisions.md", &write());
}

fn write() -> String {
    let mut text = format!(
        "<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}\n{} cas.\n",
        cases::all().count()
    );
    let mut number = 0;
    for (title, cases) in SECTIONS {
        write!(text, "\n## {title}\n\n{HEAD}").unwrap();
        for case in *cases {
            number += 1;
            text.push_str(&row(number, case));
        }
    }
    text
}

fn row(number: usize, case: &Case) -> String {
    format!("| {number} | {} |\n", case.columns().join(" | "))
}

const HEAD: &str = "\
| n° | cas | connu avant | ProConnect envoie | politiques | verdict | changements | refus |
|---|---|---|---|---|---|---|---|
";

const INTRODUCTION: &str = "\
# Les décisions à la connexion

À chaque connexion, une fonction (`decide`, dans `app/src/accounts/decision.rs`) décide de ce que la base connaît, de ce
que ProConnect envoie et des politiques du service. Chaque ligne de ce tableau est un test de cette fonction, et un test
de l’écriture dans SQLite et dans PostgreSQL. Les raisons sont dans la
[décision 40](decisions/0040-accounts-by-subject.md).

**La règle.** Un compte est désigné par le `sub`. L’adresse est un attribut, qu’un fournisseur d’identité écrit et
qu’une autre personne peut recevoir plus tard : elle ne transporte jamais un rôle d’administration, et n’ouvre jamais un
accès fermé. Le nom ne désigne personne.

| verdict | la personne entre | sens |
|---|---|---|
| `known` | oui | le `sub` est connu |
| `first_login` | oui | ni le `sub` ni l’adresse ne sont connus |
| `address_changed` | oui | le `sub` est connu, l’adresse est nouvelle |
| `address_taken_over` | oui | le `sub` est connu, l’adresse était celle d’un autre compte, qui la perd |
| `subject_changed` | oui | l’adresse est connue à un autre fournisseur d’identité : le compte suit |
| `address_reassigned` | oui | l’adresse est connue, le compte ne suit pas : un compte neuf, sans les droits de l’ancien |
| `address_withheld` | oui | un accès du compte est fermé ailleurs : ni son `sub` ni son adresse ne changent |
| `refused_conflict` | non | l’adresse est celle d’un autre compte, et la politique refuse |
| `refused_blocked` | non | l’accès à l’organisation est fermé, à ce `sub`, à cette adresse, ou à ce qui est noté |
| `refused_not_invited` | non | la politique n’admet personne sans invitation |

Chaque décision est un événement `admission` de la [piste d’audit](guides/piste-d-audit.md), et une ligne de la table
`access_decisions`, gardée un an. « Noté » : ce `sub` ou cette adresse a servi à une personne dont un accès est fermé, et
ne lui rouvre pas cet accès. Une personne dont l’accès est ouvert de nouveau n’a plus rien de noté.

Chaque compte des tableaux est sous la forme « `sub`, adresse, fournisseur d’identité : organisations ».
";
