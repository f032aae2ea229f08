//! Lies in the token response.

use Expected::{Admitted, Either, Refused};
use Severity::{High, Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of, transport};
use crate::audit::lesson::UNKNOWN;
use crate::audit::lesson::token::{ID_TOKEN_NEEDED, OPTIONAL, REFUSED, TOKEN_TYPE};
use crate::fault::{Endpoint, Fault, TokenFault as Lie};

pub static LIES: [Row<Lie>; 16] = [
    (Lie::InvalidGrant, Refused, High, &REFUSED),
    (Lie::InvalidClient, Refused, High, &REFUSED),
    (Lie::IdTokenMissing, Refused, High, &ID_TOKEN_NEEDED),
    // A service that needs the `sub` alone has it from the ID token.
    (Lie::AccessTokenMissing, Either, Low, &ID_TOKEN_NEEDED),
    (Lie::RefreshTokenMissing, Admitted, Medium, &OPTIONAL),
    (Lie::IdTokenEmpty, Refused, High, &ID_TOKEN_NEEDED),
    (Lie::IdTokenGarbage, Refused, High, &ID_TOKEN_NEEDED),
    // Required, but an absent type misleads nobody.
    (Lie::TokenTypeMissing, Either, Low, &TOKEN_TYPE),
    (Lie::TokenTypeLowercase, Admitted, Medium, &TOKEN_TYPE),
    (Lie::TokenTypeMac, Refused, Low, &TOKEN_TYPE),
    (Lie::ExpiresInMissing, Admitted, Medium, &OPTIONAL),
    (Lie::ExpiresInString, Either, Low, &OPTIONAL),
    (Lie::ExpiresInShort, Admitted, Medium, &OPTIONAL),
    (Lie::ExpiresInNegative, Either, Low, &OPTIONAL),
    (Lie::UnknownMembers, Admitted, Medium, &UNKNOWN),
    // The tokens are good: an unknown member of a success, or an error.
    (Lie::ErrorInSuccess, Either, Low, &REFUSED),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let lies = of(Family::Token, &LIES, Fault::Token);
    lies.chain(transport::cases(Family::Token, Endpoint::Token))
}
