//! Lies in the set of the issuer's keys. The tokens are honest.

use Expected::{Admitted, Either, Refused};
use Severity::{High, Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of, transport};
use crate::audit::lesson::UNKNOWN;
use crate::audit::lesson::keys::{KEY_CHOICE, KEYS_NEEDED};
use crate::fault::{Endpoint, Fault, JwksFault as Lie};

pub static LIES: [Row<Lie>; 10] = [
    (Lie::NoKeys, Refused, High, &KEYS_NEEDED),
    (Lie::CurrentKeysMissing, Refused, High, &KEYS_NEEDED),
    // The right key is there under a wrong name: a service may try it.
    (Lie::DuplicatedKid, Either, Low, &KEY_CHOICE),
    (Lie::KidsMissing, Either, Low, &KEY_CHOICE),
    (Lie::AlgsMissing, Admitted, Medium, &KEY_CHOICE),
    (Lie::UsesMissing, Admitted, Medium, &KEY_CHOICE),
    (Lie::EncryptionOnly, Either, Low, &KEY_CHOICE),
    (Lie::UnknownKeyTypes, Admitted, Medium, &UNKNOWN),
    // No honest issuer publishes one: a service may distrust the whole set.
    (Lie::SymmetricKey, Either, Low, &UNKNOWN),
    // The right keys are there in a wrong shape.
    (Lie::NotAnObject, Either, Low, &KEY_CHOICE),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let lies = of(Family::Keys, &LIES, Fault::Jwks);
    lies.chain(transport::cases(Family::Keys, Endpoint::Jwks))
}
