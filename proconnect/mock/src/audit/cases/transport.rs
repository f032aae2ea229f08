//! Responses that do not arrive as they should, at each endpoint of the issuer.

use Expected::{Admitted, Either, Refused};
use Severity::{High, Low, Medium};

use super::{Case, Expected, Family, Lesson, Severity, lie};
use crate::audit::lesson::issuer::{DEADLINE, LIMIT, MEDIA_TYPE, OUTAGE, REDIRECT};
use crate::fault::TransportFault as Lie;
use crate::fault::{Endpoint, Fault};

type Row = (Lie, Expected, Expected, &'static Lesson);

/// The lie, the reaction where it concerns the metadata, and where it concerns another endpoint. A service may have
/// the metadata in its settings. Without keys, tokens or claims, nobody is known.
#[rustfmt::skip]
pub static LIES: [Row; 16] = [
    (Lie::Status401,        Either,   Refused,  &OUTAGE),
    (Lie::Status429,        Either,   Refused,  &OUTAGE),
    (Lie::Status500,        Either,   Refused,  &OUTAGE),
    (Lie::Status502,        Either,   Refused,  &OUTAGE),
    (Lie::Status503,        Either,   Refused,  &OUTAGE),
    (Lie::Html,             Either,   Refused,  &OUTAGE),
    // A good document: the type is the issuer's mistake, and a service may overlook it.
    (Lie::TextPlain,        Either,   Either,   &MEDIA_TYPE),
    (Lie::Empty,            Either,   Refused,  &OUTAGE),
    (Lie::NotUtf8,          Either,   Refused,  &OUTAGE),
    (Lie::Redirect,         Either,   Refused,  &REDIRECT),
    // A good document after the spaces: the limit is the service's own.
    (Lie::Huge,             Either,   Either,   &LIMIT),
    (Lie::Slow,             Admitted, Admitted, &DEADLINE),
    (Lie::Drip,             Either,   Refused,  &DEADLINE),
    (Lie::NoAnswer,         Either,   Refused,  &DEADLINE),
    (Lie::HalfAnswer,       Either,   Refused,  &OUTAGE),
    (Lie::ConnectionClosed, Either,   Refused,  &OUTAGE),
];

/// The cases of one endpoint.
pub fn cases(family: Family, endpoint: Endpoint) -> impl Iterator<Item = Case> {
    let case = move |(fault, of_metadata, of_others, lesson): &Row| {
        let expected = match endpoint {
            Endpoint::Discovery => *of_metadata,
            Endpoint::Jwks | Endpoint::Token | Endpoint::Userinfo => *of_others,
        };
        let severity = severity(endpoint, expected);
        let fault = Fault::Transport(endpoint, *fault);
        lie(family, fault, (expected, severity, lesson))
    };
    LIES.iter().map(case)
}

/// A service that goes on without the keys checks no signature; without the tokens, it knows nobody.
fn severity(endpoint: Endpoint, expected: Expected) -> Severity {
    match (expected, endpoint) {
        (Refused, Endpoint::Jwks | Endpoint::Token) => High,
        (Refused, _) => Medium,
        _ => Low,
    }
}
