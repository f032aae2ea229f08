//! Return addresses that lead outside the service, for browsers or for careless checks.

use strum::{Display, EnumIter};
use url::Url;

use super::Row;
use super::lessons::return_path as lesson;
use crate::audit::case::Severity;
use crate::audit::text::Text;

const ATTACKER: &str = "attacker.example.com";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-return-")]
pub enum ReturnFlow {
    Absolute,
    ProtocolRelative,
    Backslash,
    SchemeAlone,
    Encoded,
    Whitespace,
    Lookalike,
    Script,
    HeaderInjection,
}

impl ReturnFlow {
    pub(super) fn row(self) -> Row {
        let (fr, en) = match self {
            Self::Absolute => (
                "une adresse de retour vers un autre site",
                "a return address at another site",
            ),
            Self::ProtocolRelative => (
                "une adresse de retour en //autre-site",
                "a return address like //another-site",
            ),
            Self::Backslash => (
                "une adresse de retour en /\\autre-site, que les navigateurs lisent //autre-site",
                "a return address like /\\another-site, which browsers read as //another-site",
            ),
            Self::SchemeAlone => (
                "une adresse de retour en https:autre-site",
                "a return address like https:another-site",
            ),
            Self::Encoded => (
                "une adresse de retour dont les barres sont encodées une ou deux fois",
                "a return address whose slashes are encoded once or twice",
            ),
            Self::Whitespace => (
                "une adresse de retour avec des tabulations et des fins de ligne, que les navigateurs retirent",
                "a return address with tabs and line ends, which browsers remove",
            ),
            Self::Lookalike => (
                "une adresse de retour qui commence comme celle du service",
                "a return address that begins like the service's own",
            ),
            Self::Script => (
                "une adresse de retour en javascript: ou data:",
                "a return address like javascript: or data:",
            ),
            Self::HeaderInjection => (
                "une adresse de retour avec des fins de ligne et un en-tête",
                "a return address with line ends and a header",
            ),
        };
        let severity = match self {
            Self::Script | Self::HeaderInjection => Severity::High,
            _ => Severity::Medium,
        };
        Row(Text::new(fr, en), severity, &lesson::OPEN_REDIRECT)
    }

    /// The return addresses, for a service at `own`.
    pub fn payloads(self, own: &Url) -> Vec<String> {
        let origin = own.origin().ascii_serialization();
        match self {
            Self::Absolute => vec![format!("https://{ATTACKER}/")],
            Self::ProtocolRelative => vec![
                format!("//{ATTACKER}/"),
                format!("///{ATTACKER}/"),
                format!("/.//{ATTACKER}/"),
                format!("/..//{ATTACKER}/"),
            ],
            Self::Backslash => vec![
                format!("/\\{ATTACKER}/"),
                format!("\\\\{ATTACKER}/"),
                format!("\\/{ATTACKER}/"),
            ],
            Self::SchemeAlone => vec![
                format!("https:{ATTACKER}"),
                format!("https:/{ATTACKER}"),
                format!("HTTPS:///{ATTACKER}"),
            ],
            Self::Encoded => vec![
                format!("%2f%2f{ATTACKER}/"),
                format!("/%2f{ATTACKER}/"),
                format!("%252f%252f{ATTACKER}/"),
                format!("/%5c{ATTACKER}/"),
            ],
            Self::Whitespace => vec![
                format!("/\t/{ATTACKER}/"),
                format!("\t//{ATTACKER}/"),
                format!(" //{ATTACKER}/"),
                format!("/\n/{ATTACKER}/"),
                format!("/%09/{ATTACKER}/"),
            ],
            Self::Lookalike => vec![
                format!("{origin}.{ATTACKER}/"),
                format!("{origin}@{ATTACKER}/"),
                format!("https://{ATTACKER}/?{origin}/"),
                format!("https://{ATTACKER}#{origin}/"),
            ],
            Self::Script => vec![
                "javascript:suite()//".to_owned(),
                "JavaScript:suite()".to_owned(),
                "data:text/html,suite".to_owned(),
            ],
            Self::HeaderInjection => vec![
                "/\r\nSet-Cookie: suite=injected\r\n\r\n".to_owned(),
                "/%0d%0aSet-Cookie:%20suite=injected".to_owned(),
            ],
        }
    }
}
