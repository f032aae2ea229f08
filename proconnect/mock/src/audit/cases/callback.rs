//! Lies in the authorization response: the request that the browser sends to the callback.

use Expected::{Admitted, Either, Refused};
use Severity::{High, Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of};
use crate::audit::lesson::UNKNOWN;
use crate::audit::lesson::callback::{DOUBLE, ERROR, HOSTILE_ERROR, INCOMPLETE, ISSUER, STATE};
use crate::audit::lesson::token::REFUSED;
use crate::fault::CallbackFault as Lie;
use crate::fault::ErrorResponseFault as Error;
use crate::fault::Fault;

/// Without `Held`: the browser of the suite itself holds responses back.
pub static LIES: [Row<Lie>; 13] = [
    (Lie::StateMissing, Refused, High, &STATE),
    (Lie::WrongState, Refused, High, &STATE),
    // The same value twice: no reader can take another one.
    (Lie::StateTwice, Either, Low, &DOUBLE),
    // A service may begin another login, which is honest.
    (Lie::CodeMissing, Either, Low, &INCOMPLETE),
    (Lie::CodeEmpty, Either, Low, &INCOMPLETE),
    (Lie::WrongCode, Refused, High, &REFUSED),
    (Lie::CodeTwice, Either, Low, &DOUBLE),
    // RFC 9700, section 2.1: a service with one issuer needs no defence against mix-up.
    (Lie::IssuerMissing, Either, Low, &ISSUER),
    (Lie::WrongIssuer, Refused, Medium, &ISSUER),
    (Lie::IssuerTwice, Either, Low, &DOUBLE),
    (Lie::CodeAndError, Either, Low, &DOUBLE),
    (Lie::UnknownParameters, Admitted, Medium, &UNKNOWN),
    (Lie::Fragment, Either, Low, &INCOMPLETE),
];

pub static ERRORS: [Row<Error>; 18] = [
    // The agent may have to log in again: a service may begin that at once.
    (Error::LoginRequired, Either, Low, &INCOMPLETE),
    (Error::LoginRequiredIdpDisabled, Either, Low, &INCOMPLETE),
    (Error::AccessDeniedAcr, Refused, Medium, &ERROR),
    (Error::AccessDeniedIdentity, Refused, Medium, &ERROR),
    (Error::AccessDeniedConfiguration, Refused, Medium, &ERROR),
    (Error::AccessDeniedAborted, Refused, Medium, &ERROR),
    (Error::ServerErrorTechnical, Refused, Medium, &ERROR),
    (Error::ServerErrorUnexpected, Refused, Medium, &ERROR),
    (Error::InvalidRequestTechnical, Refused, Medium, &ERROR),
    (Error::InvalidScope, Refused, Medium, &ERROR),
    (Error::UnsupportedResponseType, Refused, Medium, &ERROR),
    (Error::UnsupportedResponseMode, Refused, Medium, &ERROR),
    (Error::RequestNotSupported, Refused, Medium, &ERROR),
    (Error::InvalidRequestUri, Refused, Medium, &ERROR),
    (Error::RegistrationNotSupported, Refused, Medium, &ERROR),
    (Error::IdpHintNotFound, Refused, Medium, &ERROR),
    (Error::ErrorWithoutState, Refused, Medium, &ERROR),
    (Error::ErrorHostile, Refused, High, &HOSTILE_ERROR),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let lies = of(Family::Callback, &LIES, Fault::Callback);
    lies.chain(of(Family::Callback, &ERRORS, Fault::ErrorResponse))
}
