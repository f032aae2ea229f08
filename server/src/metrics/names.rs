//! Label values that come from outside.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// The value in place of every further one.
const OTHER: &str = "other";

/// Distinct values of a label. Each series costs memory here and in Prometheus, and the issuer chooses these
/// values: their number is bounded.
pub struct Names {
    known: Mutex<BTreeSet<String>>,
    most: usize,
}

impl Names {
    /// Up to `most` values; further ones are `other`.
    pub fn up_to(most: usize) -> Self {
        Self {
            known: Mutex::default(),
            most,
        }
    }

    /// The value of the label for this text.
    pub fn bounded(&self, name: &str) -> String {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(name) {
            return name.to_owned();
        }
        if known.len() >= self.most {
            return OTHER.to_owned();
        }
        known.insert(name.to_owned());
        name.to_owned()
    }

    /// The value of the label for an identifier; `other` for a text that is no UUID, as `ProConnect`'s
    /// identifiers of identity providers are.
    pub fn uuid(&self, name: &str) -> String {
        if is_uuid(name) {
            self.bounded(&name.to_ascii_lowercase())
        } else {
            OTHER.to_owned()
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_values_is_bounded() {
        let names = Names::up_to(2);
        for (name, expected) in [
            ("a", "a"),
            ("b", "b"),
            ("c", OTHER),
            ("a", "a"),
            ("d", OTHER),
        ] {
            assert_eq!(names.bounded(name), expected);
        }
    }

    #[test]
    fn an_identity_provider_is_named_by_a_uuid_or_not_at_all() {
        let names = Names::up_to(100);
        let uuid = "71144ab3-ee1a-4401-b7b3-79b44f7daeeb";
        assert_eq!(names.uuid(uuid), uuid);
        assert_eq!(names.uuid(&uuid.to_uppercase()), uuid);
        for other in ["", "fia1v2", "71144ab3-ee1a-4401-b7b3-79b44f7daee", "a-b\n"] {
            assert_eq!(names.uuid(other), OTHER, "{other}");
        }
        for n in 0..200 {
            names.uuid(&format!("71144ab3-ee1a-4401-b7b3-{n:012}"));
        }
        assert_eq!(names.known.lock().unwrap().len(), 100);
    }
}
