//! The files that cargo-leptos built for the browser, as the tags of a document.
//!
//! Leptos' components read the hashes of the names from a file for every document. This module renders the
//! components once and keeps the tags, so that a document reads no file.

use crate::skin::{Button, DSFR_STYLESHEET, Skin};
use leptos::{
    nonce::{provide_nonce, use_nonce},
    prelude::*,
    tachys::html::InertElement,
};
use leptos_meta::HashedStylesheet;
use std::sync::{PoisonError, RwLock};

/// One entry for the site of the process; a test has several sites.
static BUILT: RwLock<Vec<&'static BuiltFiles>> = RwLock::new(Vec::new());

/// The tags that link what was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltFiles {
    site_root: String,
    /// The look of the site, which depends on a file.
    pub skin: Skin,
    /// The login button of the neutral skin, which depends on files too.
    pub button: Button,
    /// True when cargo-leptos watches and reloads pages.
    pub is_watched: bool,
    stylesheet: String,
    /// The tags, split where a document has its nonce.
    scripts: Vec<String>,
}

impl BuiltFiles {
    /// The files of this process, read at the first call: when the application is built.
    pub fn of(options: &LeptosOptions) -> &'static Self {
        let is_of_site = |built: &&&Self| *built.site_root == *options.site_root;
        let known = BUILT.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = known.iter().find(is_of_site) {
            return built;
        }
        drop(known);
        let built: &Self = Box::leak(Box::new(Self::read(options)));
        BUILT
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(built);
        built
    }

    fn read(options: &LeptosOptions) -> Self {
        Owner::new().with(|| {
            provide_nonce();
            let (for_style, for_scripts) = (options.clone(), options.clone());
            let stylesheet = view! { <HashedStylesheet id="leptos" options=for_style/> };
            let scripts = view! { <HydrationScripts options=for_scripts islands=true/> };
            let scripts = scripts.to_html();
            let scripts = match use_nonce() {
                Some(nonce) => scripts
                    .split(&*nonce.to_string())
                    .map(str::to_owned)
                    .collect(),
                None => vec![scripts],
            };
            Self {
                site_root: options.site_root.to_string(),
                skin: Skin::of(options),
                button: Button::of(options),
                is_watched: std::env::var_os("LEPTOS_WATCH").is_some(),
                stylesheet: stylesheet.to_html(),
                scripts,
            }
        })
    }

    /// The link to the stylesheet of the skin.
    pub fn stylesheet(&self) -> impl IntoView + use<> {
        match self.skin {
            Skin::Neutral => InertElement::new(self.stylesheet.clone()),
            Skin::Dsfr => {
                let link = format!("<link rel=\"stylesheet\" href=\"{DSFR_STYLESHEET}\">");
                InertElement::new(link)
            }
        }
    }

    /// The path of the stylesheet in the site's folder.
    pub fn stylesheet_path(&self) -> Option<&str> {
        let (_, address) = self.stylesheet.split_once("href=\"/")?;
        address.split('"').next()
    }

    /// The scripts that bring islands to life, for the document being rendered.
    pub fn scripts(&self) -> impl IntoView + use<> {
        // As `HydrationScripts` does: only islands are hydrated.
        if let Some(context) = Owner::current_shared_context() {
            context.set_is_hydrating(false);
        }
        let nonce = use_nonce()
            .map(|nonce| nonce.to_string())
            .unwrap_or_default();
        InertElement::new(self.scripts.join(&nonce))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn options(hash_file: &str) -> LeptosOptions {
        LeptosOptions::builder()
            .output_name("site")
            .hash_files(true)
            .hash_file(Arc::from(hash_file))
            .build()
    }

    #[test]
    fn m4_documents_link_the_files_of_the_start_though_the_file_of_hashes_is_gone() {
        let name = "built-files-test-hash.txt";
        let file = std::env::current_exe().unwrap().with_file_name(name);
        std::fs::write(&file, "css: aaa\njs: bbb\nwasm: ccc\n").unwrap();
        let built = BuiltFiles::read(&options(name));
        std::fs::remove_file(&file).unwrap();
        let (stylesheet, scripts, nonce) = Owner::new_root(None).with(|| {
            provide_nonce();
            let nonce = use_nonce().unwrap().to_string();
            (
                built.stylesheet().to_html(),
                built.scripts().to_html(),
                nonce,
            )
        });
        assert!(
            stylesheet.contains("href=\"/pkg/site.aaa.css\""),
            "{stylesheet}"
        );
        for part in ["/pkg/site.bbb.js", "/pkg/site.ccc.wasm"] {
            assert!(scripts.contains(part), "{part} in {scripts}");
        }
        assert!(
            scripts.contains(&format!("<script type=\"module\" nonce=\"{nonce}\">")),
            "{scripts}"
        );
        let places = scripts.matches(&nonce).count();
        assert!(places > 0 && places == built.scripts.len() - 1, "{scripts}");
    }
}
