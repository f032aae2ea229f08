//! Lies in the metadata. A service may have some of them in its settings, or know them from before: where it needs
//! none of the false ones, it may sign the agent in.

use Expected::{Admitted, Either, Refused};
use Severity::{Low, Medium};

use super::{Case, Expected, Family, Row, Severity, of, transport};
use crate::audit::lesson::issuer::{METADATA, METADATA_ISSUER};
use crate::audit::lesson::keys::{ALGORITHM, KEYS_NEEDED};
use crate::fault::{DiscoveryFault as Lie, Endpoint, Fault};

pub static LIES: [Row<Lie>; 10] = [
    (Lie::WrongIssuer, Refused, Medium, &METADATA_ISSUER),
    (Lie::IssuerTrailingSlash, Refused, Low, &METADATA_ISSUER),
    (Lie::IssuerMissing, Refused, Low, &METADATA_ISSUER),
    (Lie::EndSessionEndpointMissing, Admitted, Medium, &METADATA),
    (Lie::TokenEndpointMissing, Either, Low, &METADATA),
    (Lie::JwksUriMissing, Refused, Medium, &KEYS_NEEDED),
    // The issuer may name any host: nobody answers at this one.
    (Lie::EndpointsElsewhere, Either, Low, &METADATA),
    (Lie::EndpointNotHttp, Either, Low, &METADATA),
    // The tokens are signed as registered.
    (Lie::OnlyAlgNone, Either, Low, &ALGORITHM),
    (Lie::NotAnObject, Either, Low, &METADATA),
];

pub fn cases() -> impl Iterator<Item = Case> {
    let lies = of(Family::Discovery, &LIES, Fault::Discovery);
    lies.chain(transport::cases(Family::Discovery, Endpoint::Discovery))
}
