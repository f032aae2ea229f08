//! A run written by hand, with a trial of every outcome and texts that are hostile to every format.

use std::time::Duration;

use super::{Header, Report};
use crate::audit::act::Act;
use crate::audit::baseline::Baseline;
use crate::audit::case::{Case, Expected, Family, Severity};
use crate::audit::lesson::Lesson;
use crate::audit::outcome::{Blemish, Happened, Outcome, Trial};
use crate::audit::service::Recognition;
use crate::audit::text::{Language, Text};

pub const AS_EXPECTED: &str = "sample-refused";

/// In the order of the report.
pub const FAULTS: [&str; 3] = ["sample-forged", "sample-csrf", "sample-turned-away"];

pub const UNCLEAN: &str = "sample-crash";

/// A reason with everything that a format could take for its own.
pub const HOSTILE: &str =
    "</script><b>&amp; \"quoted\" 'it' `code` a|b *c* [d](e) ]]> \x1b[31m \u{fffe}";

static LESSON: Lesson = Lesson {
    why: Text::new(
        "Sans signature vérifiée, n’importe qui écrit un ID token.",
        "Without a verified signature, anybody writes an ID token.",
    ),
    source: "OpenID Connect Core 1.0, 3.1.3.7 <6> & RFC 8725",
    mend: Text::new(
        "Vérifiez la signature avec les clés de l’émetteur.",
        "Verify the signature with the issuer's keys.",
    ),
};

pub fn report() -> Report {
    Report {
        header: Header {
            start: "http://localhost:3000/".to_owned(),
            begun_at: 1_795_807_115,
            duration: Duration::from_secs(62),
            recognition: Recognition::Text("<Déconnexion>".to_owned()),
            memory: Some(84_000_000),
        },
        language: Language::Fr,
        trials: trials(),
        baseline: None,
    }
}

/// The report of a run whose baseline has these lines.
pub fn with_baseline(lines: &str) -> Report {
    Report {
        baseline: Some(Baseline::of("known.txt", lines)),
        ..report()
    }
}

pub fn trials() -> Vec<Trial> {
    use {Expected as E, Family as F, Severity as S};
    let violation = Text::new(
        "la victime est connectée au compte de l’attaquant",
        "the victim is signed in to the attacker's account",
    );
    let blemishes = vec![
        Blemish::ServerError(500),
        Blemish::Internals(Text::new("un jeton", "a token")),
    ];
    vec![
        trial(
            "sample-csrf",
            F::Browser,
            E::Safe,
            S::High,
            Outcome::Fault(Happened::Violation(violation)),
        ),
        trial(
            AS_EXPECTED,
            F::IdToken,
            E::Refused,
            S::Critical,
            Outcome::AsExpected,
        ),
        trial(
            "sample-forged",
            F::IdToken,
            E::Refused,
            S::Critical,
            Outcome::Fault(Happened::SignedIn),
        ),
        trial(
            "sample-crash",
            F::Token,
            E::Either,
            S::Medium,
            Outcome::Unclean(blemishes),
        ),
        trial(
            "sample-turned-away",
            F::Agents,
            E::Admitted,
            S::Low,
            Outcome::Fault(Happened::NotSignedIn),
        ),
        trial(
            "sample-kept",
            F::Discovery,
            E::Refused,
            S::High,
            Outcome::NotTold(None),
        ),
        trial(
            "sample-impossible",
            F::Logout,
            E::Safe,
            S::Low,
            Outcome::NotRun(HOSTILE.to_owned()),
        ),
    ]
}

fn trial(
    id: &str,
    family: Family,
    expected: Expected,
    severity: Severity,
    outcome: Outcome,
) -> Trial {
    let case = Case {
        id: id.to_owned(),
        family,
        act: Act::Persona("etat"),
        told: Text::new(
            "l’ID token a pour « aud » <b>un autre</b> & une autre",
            "the ID token's `aud` is <b>another</b> & another",
        ),
        expected,
        severity,
        lesson: &LESSON,
    };
    Trial {
        case,
        outcome,
        duration: Duration::from_millis(250),
    }
}
