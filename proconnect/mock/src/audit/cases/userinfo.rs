//! Lies about the agent.

use Expected::{Admitted, Either, Refused};
use Severity::{Critical, High, Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of, transport};
use crate::audit::lesson::UNKNOWN;
use crate::audit::lesson::agents::{CLAIM, FORMAT};
use crate::audit::lesson::id_token::{AUDIENCE, CLOCK, CRIT, DATES, ISSUER, SUBJECT};
use crate::audit::lesson::issuer::LIMIT;
use crate::audit::lesson::keys::{ALGORITHM, KEY_CHOICE, SIGNATURE};
use crate::fault::UserinfoFault as Lie;
use crate::fault::{Endpoint, Fault, Jwt, JwtFault};

/// The claims that a service needs are its own choice, and so are the shapes that it can read.
pub static LIES: [Row<Lie>; 15] = [
    (Lie::OtherFormat, Refused, Medium, &FORMAT),
    (Lie::SubjectSwapped, Refused, Critical, &SUBJECT),
    (Lie::EmailMissing, Either, Low, &CLAIM),
    (Lie::SiretMissing, Either, Low, &CLAIM),
    (Lie::UidMissing, Either, Low, &CLAIM),
    (Lie::EmailNull, Either, Low, &CLAIM),
    (Lie::NamesNull, Either, Low, &CLAIM),
    (Lie::SiretNull, Either, Low, &CLAIM),
    (Lie::SiretNumber, Either, Low, &CLAIM),
    (Lie::SiretSpaces, Either, Low, &CLAIM),
    (Lie::SiretInvalid, Either, Low, &CLAIM),
    (Lie::RolesString, Either, Low, &CLAIM),
    (Lie::RolesNull, Either, Low, &CLAIM),
    (Lie::UnknownClaims, Admitted, Medium, &UNKNOWN),
    (Lie::HugeValues, Either, Low, &LIMIT),
];

/// Core, section 5.3.2, asks for fewer claims than of an ID token: `iss`, `aud`, `exp` and `iat` may be absent. RFC
/// 7519 holds for those that are there.
pub static OF_ANY_JWT: [Row<JwtFault>; 33] = [
    (JwtFault::WrongIssuer, Refused, Medium, &ISSUER),
    (JwtFault::IssuerTrailingSlash, Either, Low, &ISSUER),
    (JwtFault::IssuerOtherScheme, Refused, Low, &ISSUER),
    (JwtFault::IssuerMissing, Either, Low, &ISSUER),
    (JwtFault::WrongAudience, Refused, Medium, &AUDIENCE),
    (JwtFault::AudienceMissing, Either, Low, &AUDIENCE),
    (JwtFault::AudienceArray, Admitted, Medium, &AUDIENCE),
    (JwtFault::SeveralAudiences, Either, Low, &AUDIENCE),
    (JwtFault::SeveralAudiencesWithAzp, Either, Low, &AUDIENCE),
    (JwtFault::WrongAzp, Either, Low, &AUDIENCE),
    (JwtFault::Expired, Refused, Low, &DATES),
    (JwtFault::ExpiryMissing, Either, Low, &DATES),
    (JwtFault::ExpiryString, Either, Low, &DATES),
    (JwtFault::IssuedInFiveSeconds, Admitted, Medium, &CLOCK),
    (JwtFault::IssuedInTenMinutes, Either, Low, &CLOCK),
    (JwtFault::IssuedAtMissing, Either, Low, &DATES),
    (JwtFault::NotBeforeInTenMinutes, Refused, Low, &DATES),
    (JwtFault::AlgNone, Refused, High, &ALGORITHM),
    (JwtFault::AlgConfusion, Refused, High, &ALGORITHM),
    (JwtFault::OtherAlg, Either, Low, &ALGORITHM),
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
    let jwt = |fault| Fault::Jwt(Jwt::Userinfo, fault);
    of(Family::Userinfo, &LIES, Fault::Userinfo)
        .chain(of(Family::Userinfo, &OF_ANY_JWT, jwt))
        .chain(transport::cases(Family::Userinfo, Endpoint::Userinfo))
}
