//! Light or dark: the reader's choice, kept in a cookie, so that the server renders it at once.

/// The colour scheme of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The cookie that holds the name of a theme. The name identifies nobody; no script reads it.
pub const COOKIE: &str = "__Host-theme";

/// A year, in seconds.
const KEPT_FOR: u32 = 31_536_000;

impl Theme {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of the form's field, of the cookie, and of `data-fr-scheme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The label of the choice.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Celui du système",
            Self::Light => "Clair",
            Self::Dark => "Sombre",
        }
    }

    /// The theme in the sentence that names the current one.
    pub fn adjective(self) -> &'static str {
        match self {
            Self::System => "du système",
            Self::Light => "clair",
            Self::Dark => "sombre",
        }
    }

    /// The value of the `color-scheme` meta element.
    pub fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of `data-fr-theme`, which the DSFR's stylesheet reads; `None` for the system's theme.
    pub fn chosen(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.name())
    }

    /// The `Set-Cookie` that keeps the choice; the system's needs no cookie.
    pub fn set_cookie(self) -> String {
        let (value, age) = match self.chosen() {
            Some(name) => (name, KEPT_FOR),
            None => ("", 0),
        };
        format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_name_alone() {
        for theme in Theme::ALL {
            assert_eq!(Theme::named(theme.name()), Some(theme));
        }
        for other in ["", "DARK", "dark ", "dark\"><script>"] {
            assert_eq!(Theme::named(other), None, "{other}");
        }
    }

    #[test]
    fn a_choice_is_kept_and_the_systems_is_forgotten() {
        let kept = Theme::Dark.set_cookie();
        assert!(kept.starts_with("__Host-theme=dark; Path=/; Secure; HttpOnly;"));
        assert!(Theme::System.set_cookie().ends_with("; Max-Age=0"));
    }
}
