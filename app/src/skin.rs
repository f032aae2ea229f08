//! The stylesheet that the documents link: the neutral one of this project, or the DSFR's.

use leptos::prelude::*;
use std::path::Path;

/// The stylesheet that `make dsfr` writes to `public/`, under the root of the site.
pub const DSFR_STYLESHEET: &str = "/dsfr/dsfr.css";

/// The look of the site. Both are for the same markup; only the DSFR shows the State's marks,
/// which are reserved to the State's sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Skin {
    /// `style/`.
    Neutral,
    /// The State's design system, which a team with the right to it has fetched.
    Dsfr,
}

impl Skin {
    /// The DSFR where the site holds its stylesheet: there is nothing to set, and nothing to forget. A
    /// look at the disk, once for each site.
    pub fn of(options: &LeptosOptions) -> Self {
        let stylesheet = Path::new(options.site_root.as_ref()).join(&DSFR_STYLESHEET[1..]);
        if stylesheet.is_file() {
            Self::Dsfr
        } else {
            Self::Neutral
        }
    }

    /// The skin of the document being rendered.
    pub fn current() -> Self {
        use_context().unwrap_or(Self::Neutral)
    }
}
