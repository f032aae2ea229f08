//! The stylesheet that the documents link: the neutral one of this project, or the DSFR's.

use leptos::prelude::*;
use std::path::Path;

/// The stylesheet that `make dsfr` writes to `public/`, under the root of the site.
pub const DSFR_STYLESHEET: &str = "/dsfr/dsfr.css";

/// ProConnect's own image of the neutral skin's login button, which a team puts into `public/`.
pub const OFFICIAL_BUTTON: &str = "/proconnect.svg";

/// The image that replaces it under the pointer.
pub const OFFICIAL_BUTTON_HOVER: &str = "/proconnect-hover.svg";

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
        if is_in(options, DSFR_STYLESHEET) {
            Self::Dsfr
        } else {
            Self::Neutral
        }
    }

    /// The skin of the document being rendered.
    pub fn current() -> Self {
        Look::current().skin
    }
}

/// The choices that the files of a site make, in context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// The stylesheet.
    pub skin: Skin,
    /// The login button of the neutral skin.
    pub button: Button,
    /// Whether the document is one of a development build, which shows what is provisional.
    pub is_development: bool,
}

impl Look {
    /// The look of the document being rendered.
    pub fn current() -> Self {
        use_context().unwrap_or(Self {
            skin: Skin::Neutral,
            button: Button::Provisional,
            is_development: false,
        })
    }
}

/// The login button of the neutral skin. The DSFR has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Button {
    /// The button that `style/` draws, which ProConnect does not accept on a site that is open to agents.
    Provisional,
    /// ProConnect's image.
    Official,
    /// ProConnect's image, and another one under the pointer.
    OfficialWithHover,
}

impl Button {
    /// The official one where the site holds its image. A look at the disk, once for each site.
    pub fn of(options: &LeptosOptions) -> Self {
        match [OFFICIAL_BUTTON, OFFICIAL_BUTTON_HOVER].map(|path| is_in(options, path)) {
            [false, _] => Self::Provisional,
            [true, false] => Self::Official,
            [true, true] => Self::OfficialWithHover,
        }
    }
}

/// Whether the site holds a file at this address.
fn is_in(options: &LeptosOptions, address: &str) -> bool {
    let file = address.trim_start_matches('/');
    Path::new(options.site_root.as_ref()).join(file).is_file()
}
