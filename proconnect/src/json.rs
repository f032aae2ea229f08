//! Reads the issuer's JSON. Where a document cannot be parsed, the log names the member at fault and
//! the expected type. A value never reaches the log: it may be a secret or a name.

use serde::Deserialize;
use serde_json::error::Category;

/// Longest name of a member that is logged, in characters.
const MAX_NAME_LENGTH: usize = 64;

/// A member of a document that cannot be used, and why. Neither holds a value of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFault {
    /// The member's name, or the path to it.
    pub member: String,
    /// The fault of the member, in a few English words.
    pub fault: String,
}

impl MemberFault {
    pub(crate) fn new(member: &str, fault: &str) -> Self {
        Self {
            member: legible(member),
            fault: fault.to_owned(),
        }
    }

    /// Logs the fault, of the document of this name.
    pub(crate) fn log(&self, document: &str) {
        let Self { member, fault } = self;
        tracing::warn!(
            document,
            member,
            fault,
            "the issuer sent what cannot be used"
        );
    }
}

/// Reads `json`, whose name in the log is `document`.
pub(crate) fn read<'a, T: Deserialize<'a>>(document: &str, json: &'a [u8]) -> Option<T> {
    let read = parse(json);
    read.map_err(|fault| fault.log(document)).ok()
}

/// Reads `json`. Where it cannot be parsed, reads it once more to find the member at fault: following
/// the path costs as much as parsing.
pub(crate) fn parse<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, MemberFault> {
    let fault = |path: &str, error: &serde_json::Error| {
        let (member, fault) = explain(path, error);
        MemberFault::new(&member, &fault)
    };
    serde_json::from_slice(json).map_err(|error| {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(error) => fault(&error.path().to_string(), error.inner()),
            // The document ends too late.
            Ok(_) => fault("", &error),
        }
    })
}

/// Logs the member of `document` that is malformed.
pub(crate) fn log_fault(document: &str, member: &str, fault: &str) {
    MemberFault::new(member, fault).log(document);
}

/// Logs why `document` could not be parsed; `path` leads to the member at fault.
pub(crate) fn log_parse_error(document: &str, path: &str, error: &serde_json::Error) {
    let (member, fault) = explain(path, error);
    log_fault(document, &member, &fault);
}

/// The member at fault, and what is wrong with it. `serde_json` quotes values in its messages:
/// only the parts of a message that come from this program's types are taken.
fn explain(path: &str, error: &serde_json::Error) -> (String, String) {
    let member = || match path {
        "" | "." => "the whole".to_owned(),
        path => path.to_owned(),
    };
    if error.classify() != Category::Data {
        return (member(), "not JSON".to_owned());
    }
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(&*text, |(text, _)| text);
    let named = |start: &str| Some(text.strip_prefix(start)?.strip_suffix('`')?.to_owned());
    if let Some(name) = named("missing field `") {
        return (name, "missing".to_owned());
    }
    if let Some(name) = named("duplicate field `") {
        return (name, "given more than once".to_owned());
    }
    let of_another_kind = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .any(|start| text.starts_with(start));
    // The value comes first, and may hold any text; the type that was expected comes last.
    let expected = text.rsplit_once(", expected ").map(|(_, kind)| kind);
    match expected.filter(|_| of_another_kind) {
        Some(kind) => (member(), format!("not {kind}")),
        None => (member(), "ill-formed".to_owned()),
    }
}

/// A name as it may stand in a log: short, and without any character that could break the line.
fn legible(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:[] ".contains(c);
    name.chars()
        .take(MAX_NAME_LENGTH)
        .map(|c| if plain(c) { c } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Document {
        sub: String,
        exp: i64,
        roles: Option<Vec<String>>,
    }

    fn fault(json: &str) -> (String, String) {
        let mut deserializer = serde_json::Deserializer::from_slice(json.as_bytes());
        let error = serde_path_to_error::deserialize::<_, Document>(&mut deserializer).unwrap_err();
        explain(&error.path().to_string(), error.inner())
    }

    #[test]
    fn r16_a_fault_names_the_member_and_the_expected_type_but_no_value() {
        for (json, member, expected_fault) in [
            (r#"{"sub":"a"}"#, "exp", "missing"),
            (
                r#"{"sub":"a","sub":"s3cr3t"}"#,
                "sub",
                "given more than once",
            ),
            (r#"{"sub":"a","exp":"s3cr3t"}"#, "exp", "not i64"),
            (r#"{"sub":"a","exp":", expected s3cr3t"}"#, "exp", "not i64"),
            (r#"{"sub":{"s3cr3t":1}}"#, "sub", "not a string"),
            (
                r#"{"sub":"a","exp":1,"roles":["a",5]}"#,
                "roles[1]",
                "not a string",
            ),
            (r#"{"sub":"s3cr3t"#, "sub", "not JSON"),
            ("[]", "the whole", "not struct Document with 3 elements"),
        ] {
            let (at, fault) = fault(json);
            assert!(at == member || json == "[]", "{json}: {at}");
            assert!(fault == expected_fault || json == "[]", "{json}: {fault}");
            assert!(
                !fault.contains("s3cr3t") && !at.contains("s3cr3t"),
                "{json}"
            );
        }
    }

    #[test]
    fn a_name_breaks_no_line_and_is_short() {
        assert_eq!(legible("chorusdt:matricule"), "chorusdt:matricule");
        assert_eq!(legible("a\r\nb\u{202e}"), "a??b?");
        assert_eq!(legible(&"a".repeat(1000)).len(), MAX_NAME_LENGTH);
    }

    #[test]
    fn bytes_after_a_document_are_a_fault() {
        assert!(read::<Document>("a document", br#"{"sub":"a","exp":1}"#).is_some());
        assert!(read::<Document>("a document", br#"{"sub":"a","exp":1}{}"#).is_none());
    }
}
