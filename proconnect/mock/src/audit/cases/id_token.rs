//! Lies in the ID token. The service gets it from the issuer itself, so that a forgery needs somebody on the way.

use Expected::{Admitted, Either, Refused};
use Severity::{Critical, High, Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of};
use crate::audit::lesson::id_token::{
    AT_HASH, AUDIENCE, CLOCK, CRIT, DATES, ISSUER, LEVEL, NONCE, SUBJECT, UNUSED,
};
use crate::audit::lesson::keys::{ALGORITHM, KEY_CHOICE, ROTATION, SIGNATURE};
use crate::fault::IdTokenFault as Lie;
use crate::fault::{Fault, Jwt, JwtFault};

pub static LIES: [Row<Lie>; 11] = [
    (Lie::NonceMissing, Refused, High, &NONCE),
    (Lie::WrongNonce, Refused, High, &NONCE),
    // Core, section 3.1.3.8: the check is optional in the code flow.
    (Lie::WrongAtHash, Either, Low, &AT_HASH),
    (Lie::AtHashMissing, Admitted, Medium, &AT_HASH),
    // Refused by a service that requires a level, admitted by the others: the suite does not know which it meets.
    (Lie::AcrMissing, Either, Low, &LEVEL),
    (Lie::AcrEidas0, Either, Low, &LEVEL),
    (Lie::AcrLegacy, Either, Low, &LEVEL),
    (Lie::AcrArray, Either, Low, &LEVEL),
    (Lie::AmrMissing, Admitted, Medium, &UNUSED),
    (Lie::AmrString, Either, Low, &UNUSED),
    // A service that sends `max_age` needs it.
    (Lie::AuthTimeMissing, Either, Low, &UNUSED),
];

/// Last: some services fetch the keys once a minute at most, and would refuse the next new key.
pub static ROTATIONS: [Row<Lie>; 2] = [
    (Lie::KeyRotated, Admitted, Medium, &ROTATION),
    (Lie::KeyReplaced, Admitted, Medium, &ROTATION),
];

pub static OF_ANY_JWT: [Row<JwtFault>; 33] = [
    (JwtFault::WrongIssuer, Refused, High, &ISSUER),
    (JwtFault::IssuerTrailingSlash, Refused, Low, &ISSUER),
    (JwtFault::IssuerOtherScheme, Refused, Medium, &ISSUER),
    (JwtFault::IssuerMissing, Refused, Medium, &ISSUER),
    (JwtFault::WrongAudience, Refused, High, &AUDIENCE),
    (JwtFault::AudienceMissing, Refused, High, &AUDIENCE),
    (JwtFault::AudienceArray, Admitted, Medium, &AUDIENCE),
    (JwtFault::SeveralAudiences, Refused, Medium, &AUDIENCE),
    // The `azp` may make the other audience a trusted one.
    (JwtFault::SeveralAudiencesWithAzp, Either, Low, &AUDIENCE),
    // Core, section 3.1.3.7: "SHOULD", and only of extensions.
    (JwtFault::WrongAzp, Either, Low, &AUDIENCE),
    (JwtFault::Expired, Refused, Medium, &DATES),
    (JwtFault::ExpiryMissing, Refused, Medium, &DATES),
    // A reader that makes a number of the text checks it all the same.
    (JwtFault::ExpiryString, Either, Low, &DATES),
    (JwtFault::IssuedInFiveSeconds, Admitted, Medium, &CLOCK),
    // Core, section 3.1.3.7, 10: the range is the service's own.
    (JwtFault::IssuedInTenMinutes, Either, Low, &CLOCK),
    (JwtFault::IssuedAtMissing, Refused, Low, &DATES),
    (JwtFault::NotBeforeInTenMinutes, Refused, Low, &DATES),
    (JwtFault::AlgNone, Refused, High, &ALGORITHM),
    (JwtFault::AlgConfusion, Refused, High, &ALGORITHM),
    // The issuer's own key signs: core, section 3.1.3.7, 7 says "SHOULD".
    (JwtFault::OtherAlg, Either, Low, &ALGORITHM),
    // The signature is good: a service may try the published keys.
    (JwtFault::UnknownKid, Either, Low, &KEY_CHOICE),
    (JwtFault::KidMissing, Either, Low, &KEY_CHOICE),
    (JwtFault::BadSignature, Refused, High, &SIGNATURE),
    (JwtFault::EmptySignature, Refused, High, &SIGNATURE),
    (JwtFault::OtherKey, Refused, High, &SIGNATURE),
    (JwtFault::EmbeddedKey, Refused, High, &SIGNATURE),
    (JwtFault::Encrypted, Refused, High, &SIGNATURE),
    (JwtFault::CritHeader, Refused, Low, &CRIT),
    (JwtFault::SubjectMissing, Refused, High, &SUBJECT),
    (JwtFault::SubjectEmpty, Refused, High, &SUBJECT),
    (JwtFault::SubjectNumber, Refused, High, &SUBJECT),
    (JwtFault::SubjectHuge, Refused, High, &SUBJECT),
    (JwtFault::OtherSubject, Refused, Critical, &SUBJECT),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let jwt = |fault| Fault::Jwt(Jwt::IdToken, fault);
    of(Family::IdToken, &LIES, Fault::IdToken)
        .chain(of(Family::IdToken, &OF_ANY_JWT, jwt))
        .chain(of(Family::IdToken, &ROTATIONS, Fault::IdToken))
}
