//! S: `sub`, the key that an agent is recognised by.

use crate::{
    row::{BOTH, Row},
    token::SUB,
};

const INVALID: &str = "invalid_subject";
const MALFORMED: &str = "malformed_claims";

pub fn rows() -> Vec<Row> {
    vec![
        Row::new("S-a1", BOTH, "`sub` absent").refused(MALFORMED, |t| t.no_claim("sub")),
        Row::new("S-a2", BOTH, "`sub` empty")
            .refused_as(INVALID, MALFORMED, |t| t.claim("sub", "")),
        Row::new("S-a3", BOTH, "`sub` is a number").refused(MALFORMED, |t| t.claim("sub", 7396)),
        Row::new("S-a4", BOTH, "`sub` longer than 255 characters").refused_as(
            INVALID,
            MALFORMED,
            |t| t.claim("sub", "7".repeat(256)),
        ),
        Row::new(
            "S-a5",
            BOTH,
            "`sub` with a letter outside ASCII, or a control character",
        )
        .refused_as(INVALID, MALFORMED, |t| t.claim("sub", format!("{SUB}é")))
        .refused_as(INVALID, MALFORMED, |t| t.claim("sub", format!("{SUB}\n"))),
        Row::new("S-a6", BOTH, "`sub` twice, another or the same")
            .refused(MALFORMED, |t| t.claim_again(r#""sub":"somebody-else""#))
            .refused(MALFORMED, |t| t.claim_again(&format!(r#""sub":"{SUB}""#))),
        Row::new(
            "S-a7",
            BOTH,
            "`sub` with a space before or after, or in capitals, in one of the two tokens",
        )
        .refused_as("user_info.subject_mismatch", "subject_mismatch", |t| {
            t.claim("sub", format!(" {SUB}"));
        })
        .refused_as("user_info.subject_mismatch", "subject_mismatch", |t| {
            t.claim("sub", format!("{SUB} "));
        })
        .refused_as("user_info.subject_mismatch", "subject_mismatch", |t| {
            t.claim("sub", SUB.to_uppercase());
        })
        .note("Never trimmed, never folded: another text is another agent"),
    ]
}
