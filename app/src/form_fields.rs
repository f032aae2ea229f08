//! The form of a server function, and the fields that an agent fills in.

/// The form of a server function, for an agent whose session ended before they sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The path of the form's page. The value of its parameter is that of the field with the parameter's name.
    pub page: &'static str,
    /// The fields that agents type into.
    pub fields: &'static [Field],
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in the form.
    pub name: &'static str,
    /// The label that the agent sees.
    pub label: &'static str,
}

impl Form {
    /// Returns the path of the form's page, with the value of each parameter; `None` where a value is no part of a path.
    pub fn address(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let filled_in = self.page.split('/').map(|part| {
            let Some(name) = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'))
            else {
                return Some(part.to_owned());
            };
            value(name).filter(|value| !value.is_empty() && value.bytes().all(is_plain))
        });
        let parts: Option<Vec<_>> = filled_in.collect();
        Some(parts?.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_a_parameter_is_that_of_the_posted_field() {
        let form = Form {
            page: "/demandes/{id}/suite",
            fields: &[],
        };
        let address = |value: &str| form.address(|name| (name == "id").then(|| value.to_owned()));
        assert_eq!(address("a-7").as_deref(), Some("/demandes/a-7/suite"));
        for forged in ["", "..", "a/b", "%2e", "a?b", "é"] {
            assert_eq!(address(forged), None, "{forged}");
        }
        let without = Form {
            page: "/contact",
            ..form
        };
        assert_eq!(without.address(|_| None).as_deref(), Some("/contact"));
    }
}
