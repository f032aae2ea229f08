use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use super::ATTACKER;
use crate::client::Alg;
use crate::issuer::Issuer;
use crate::keys::{Signer, UnsignedJwt};
use crate::store::random;

/// A fault of a JWT, `id_token` or userinfo: Core, sections 3.1.3.7 and 5.3.2; RFC 8725.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum JwtFault {
    #[strum(
        message = "iss d’un autre émetteur",
        detailed_message = "the iss of another issuer"
    )]
    WrongIssuer,
    #[strum(
        message = "iss avec une barre oblique finale",
        detailed_message = "iss with a trailing slash"
    )]
    IssuerTrailingSlash,
    #[strum(
        message = "iss avec l’autre protocole, http ou https",
        detailed_message = "iss with the other scheme, http or https"
    )]
    IssuerOtherScheme,
    #[strum(message = "sans iss", detailed_message = "without iss")]
    IssuerMissing,
    #[strum(
        message = "aud d’un autre service",
        detailed_message = "the aud of another service"
    )]
    WrongAudience,
    #[strum(message = "sans aud", detailed_message = "without aud")]
    AudienceMissing,
    #[strum(
        message = "aud en liste d’un seul élément",
        detailed_message = "aud as a list of one"
    )]
    AudienceArray,
    #[strum(
        message = "plusieurs aud, sans azp",
        detailed_message = "several aud, without azp"
    )]
    SeveralAudiences,
    #[strum(
        message = "plusieurs aud, et le bon azp",
        detailed_message = "several aud, and the right azp"
    )]
    SeveralAudiencesWithAzp,
    #[strum(
        message = "azp d’un autre service",
        detailed_message = "the azp of another service"
    )]
    WrongAzp,
    #[strum(
        message = "expiré depuis dix minutes",
        detailed_message = "expired ten minutes ago"
    )]
    Expired,
    #[strum(message = "sans exp", detailed_message = "without exp")]
    ExpiryMissing,
    #[strum(
        message = "exp en chaîne de caractères",
        detailed_message = "exp as a string"
    )]
    ExpiryString,
    #[strum(
        message = "émis dans 5 secondes",
        detailed_message = "issued in 5 seconds"
    )]
    IssuedInFiveSeconds,
    #[strum(
        message = "émis dans dix minutes",
        detailed_message = "issued in ten minutes"
    )]
    IssuedInTenMinutes,
    #[strum(message = "sans iat", detailed_message = "without iat")]
    IssuedAtMissing,
    #[strum(
        message = "valable dans dix minutes seulement (nbf)",
        detailed_message = "valid in ten minutes only (nbf)"
    )]
    NotBeforeInTenMinutes,
    #[strum(
        message = "sans signature (alg none)",
        detailed_message = "without a signature (alg none)"
    )]
    AlgNone,
    #[strum(
        message = "HS256 avec la clé publique RSA pour secret",
        detailed_message = "HS256 with the public RSA key as its secret"
    )]
    AlgConfusion,
    #[strum(
        message = "signé avec un autre algorithme que celui du service",
        detailed_message = "signed with another algorithm than that of the service"
    )]
    OtherAlg,
    #[strum(message = "kid inconnu", detailed_message = "an unknown kid")]
    UnknownKid,
    #[strum(message = "sans kid", detailed_message = "without kid")]
    KidMissing,
    #[strum(message = "signature abîmée", detailed_message = "a damaged signature")]
    BadSignature,
    #[strum(message = "signature vide", detailed_message = "an empty signature")]
    EmptySignature,
    #[strum(
        message = "signé par la clé d’un autre, avec le kid de l’émetteur",
        detailed_message = "signed by a stranger’s key, with the kid of the issuer"
    )]
    OtherKey,
    #[strum(
        message = "signé par la clé d’un autre, jointe dans l’en-tête (jwk)",
        detailed_message = "signed by a stranger’s key, joined in the header (jwk)"
    )]
    EmbeddedKey,
    #[strum(
        message = "chiffré (forme d’un JWE)",
        detailed_message = "encrypted (the form of a JWE)"
    )]
    Encrypted,
    #[strum(
        message = "en-tête crit d’une extension inconnue",
        detailed_message = "a crit header of an unknown extension"
    )]
    CritHeader,
    #[strum(message = "sans sub", detailed_message = "without sub")]
    SubjectMissing,
    #[strum(message = "sub vide", detailed_message = "an empty sub")]
    SubjectEmpty,
    #[strum(message = "sub numérique", detailed_message = "sub as a number")]
    SubjectNumber,
    #[strum(message = "sub de 10 ko", detailed_message = "a sub of 10 kB")]
    SubjectHuge,
    #[strum(
        message = "sub d’un autre agent",
        detailed_message = "the sub of another agent"
    )]
    OtherSubject,
}

const TEN_MINUTES: u64 = 10 * 60;

impl JwtFault {
    /// Changes the JWT before the signature.
    pub fn change(self, jwt: &mut UnsignedJwt, issuer: &Issuer) {
        let now = issuer.clock.now();
        let claims = &mut jwt.claims;
        let audience = claims.get("aud").cloned().unwrap_or_default();
        let mut set = |name: &str, value: Value| {
            claims.insert(name.to_owned(), value);
        };
        match self {
            Self::WrongIssuer => set("iss", format!("{ATTACKER}/api/v2").into()),
            Self::IssuerTrailingSlash => set("iss", format!("{}/", issuer.url).into()),
            Self::IssuerOtherScheme => set("iss", issuer.url.replace("http:", "https:").into()),
            Self::WrongAudience => set("aud", "another-service".into()),
            Self::AudienceArray => set("aud", json!([audience])),
            Self::SeveralAudiences => set("aud", json!([audience, "another-service"])),
            Self::SeveralAudiencesWithAzp => {
                set("aud", json!([audience, "another-service"]));
                set("azp", audience);
            }
            Self::WrongAzp => set("azp", "another-service".into()),
            Self::Expired => {
                set("iat", (now - 2 * TEN_MINUTES).into());
                set("exp", (now - TEN_MINUTES).into());
            }
            Self::ExpiryString => set("exp", (now + TEN_MINUTES).to_string().into()),
            Self::IssuedInFiveSeconds => set("iat", (now + 5).into()),
            Self::IssuedInTenMinutes => set("iat", (now + TEN_MINUTES).into()),
            Self::NotBeforeInTenMinutes => set("nbf", (now + TEN_MINUTES).into()),
            Self::SubjectEmpty => set("sub", "".into()),
            Self::SubjectNumber => set("sub", 42.into()),
            Self::SubjectHuge => set("sub", "s".repeat(10_000).into()),
            Self::OtherSubject => set("sub", "00000000-0000-4000-8000-000000000000".into()),
            Self::IssuerMissing => drop(claims.remove("iss")),
            Self::AudienceMissing => drop(claims.remove("aud")),
            Self::ExpiryMissing => drop(claims.remove("exp")),
            Self::IssuedAtMissing => drop(claims.remove("iat")),
            Self::SubjectMissing => drop(claims.remove("sub")),
            _ => self.change_signature(jwt, issuer),
        }
    }

    fn change_signature(self, jwt: &mut UnsignedJwt, issuer: &Issuer) {
        match self {
            Self::AlgNone => {
                jwt.header.insert("alg".into(), "none".into());
                jwt.header.remove("kid");
                jwt.signer = Signer::Nobody;
            }
            Self::AlgConfusion => {
                jwt.use_alg(Alg::Rs256, &issuer.keys);
                jwt.header.insert("alg".into(), "HS256".into());
                jwt.signer = Signer::PublicKeyAsSecret;
            }
            Self::OtherAlg => {
                let other = match jwt.alg {
                    Alg::Es256 => Alg::Rs256,
                    Alg::Rs256 | Alg::Hs256 => Alg::Es256,
                };
                jwt.use_alg(other, &issuer.keys);
            }
            Self::UnknownKid => drop(jwt.header.insert("kid".into(), random::<16>().into())),
            Self::KidMissing => drop(jwt.header.remove("kid")),
            Self::OtherKey => jwt.signer = Signer::Stranger,
            Self::EmbeddedKey => {
                jwt.signer = Signer::Stranger;
                let key = issuer.keys.public_key_of_stranger(jwt.alg);
                jwt.header.insert("jwk".into(), key);
                jwt.header.remove("kid");
            }
            Self::CritHeader => {
                jwt.header.insert("crit".into(), json!(["unknown"]));
                jwt.header.insert("unknown".into(), true.into());
            }
            _ => {}
        }
    }

    /// Changes the JWT after the signature.
    pub fn damage(self, jwt: String) -> String {
        match self {
            Self::BadSignature => with_signature(&jwt, &random::<64>()),
            Self::EmptySignature => with_signature(&jwt, ""),
            Self::Encrypted => {
                let header = json!({ "alg": "RSA-OAEP", "enc": "A256GCM", "cty": "JWT" });
                let parts = [
                    URL_SAFE_NO_PAD.encode(header.to_string()),
                    random::<256>(),
                    random::<12>(),
                    URL_SAFE_NO_PAD.encode(&jwt),
                    random::<16>(),
                ];
                parts.join(".")
            }
            _ => jwt,
        }
    }
}

fn with_signature(jwt: &str, signature: &str) -> String {
    let signed = jwt.rsplit_once('.').map_or(jwt, |(signed, _)| signed);
    format!("{signed}.{signature}")
}
