//! Checks that this machine has the files that the settings name: the built site, the store's
//! folder, the certificate authorities.

use super::{
    site,
    stores::{Addresses, SESSION_STORE_URL},
};
use crate::session_store::SessionStoreUrl;
use app::database::DatabaseUrl;
use leptos::config::LeptosOptions;
use proconnect::config::{Mistakes, Variables};
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

const SSL_CERT_FILE: &str = "SSL_CERT_FILE";

/// Checks that the built site is a folder with the files that pages link to.
pub fn check_site(options: &LeptosOptions, executable: &Path, mistakes: &mut Mistakes) {
    let root = &*options.site_root;
    if !Path::new(root).is_dir() {
        let expected = format!(
            "the folder that `cargo leptos build` made (target/site): an absolute path, or one from \
             the folder that the server starts in{}",
            std::env::current_dir()
                .map(|folder| format!(", which is {}", folder.display()))
                .unwrap_or_default()
        );
        mistakes.note(site::SITE_ROOT, Some(root), expected);
        return;
    }
    let Some(names) = linked_files(options, executable, mistakes) else {
        return;
    };
    let folder = Path::new(root).join(&*options.site_pkg_dir);
    if let Some(missing) = names.iter().find(|name| !folder.join(name).is_file()) {
        let expected = format!(
            "the folder that was built together with this server: it has no {}",
            Path::new(&*options.site_pkg_dir).join(missing).display()
        );
        mistakes.note(site::SITE_ROOT, Some(root), expected);
    }
}

/// Returns the names of the built files. With hashed names, `hash.txt` beside the server lists
/// them.
fn linked_files(
    options: &LeptosOptions,
    executable: &Path,
    mistakes: &mut Mistakes,
) -> Option<Vec<String>> {
    let output = &options.output_name;
    if !options.hash_files {
        return Some(vec![format!("{output}.css")]);
    }
    let hash_file = executable.with_file_name(&*options.hash_file);
    let Ok(text) = fs::read_to_string(&hash_file) else {
        let expected = format!(
            "the name of the file beside the server that holds the names of the built files \
             (hash.txt): copy the one that was built with this server to {}",
            hash_file.display()
        );
        mistakes.note(site::HASH_FILE_NAME, Some(&options.hash_file), expected);
        return None;
    };
    let hashes = text.lines().filter_map(|line| line.split_once(": "));
    let hashes: HashMap<&str, &str> = hashes.collect();
    let name = |kind| Some(format!("{output}.{}.{kind}", hashes.get(kind)?.trim()));
    let names: Option<Vec<String>> = ["js", "wasm", "css"].map(name).into_iter().collect();
    if names.is_none() {
        let expected = format!(
            "the name of the file that was built with this server (hash.txt): {} must name a \
             stylesheet, a script and a WebAssembly file",
            hash_file.display()
        );
        mistakes.note(site::HASH_FILE_NAME, Some(&options.hash_file), expected);
    }
    names
}

/// Checks the folders of the files of the database and of the session store.
pub fn check_stores(stores: &Addresses, read: &mut Variables<'_>) {
    let store = match &stores.session_store {
        Some(SessionStoreUrl::Database(url)) => Some(url),
        _ => None,
    };
    let database = (stores.database_variable, Some(&stores.database));
    for (variable, url) in [database, (SESSION_STORE_URL, store)] {
        if let Some(DatabaseUrl::Sqlite(options)) = url {
            let value = read.value(variable);
            check_store(variable, value.as_deref(), options, &mut read.mistakes);
        }
    }
}

/// Checks that the folder of the store's file exists. SQLite creates the file, but no folder.
fn check_store(
    variable: &'static str,
    value: Option<&str>,
    options: &SqliteConnectOptions,
    mistakes: &mut Mistakes,
) {
    let path = options.get_filename();
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let expected = if path.is_dir() {
        format!("sqlite:PATH-OF-A-FILE: {} is a folder", path.display())
    } else if !folder.is_dir() {
        format!(
            "sqlite:PATH-OF-A-FILE in a folder that exists: there is no {}",
            folder.display()
        )
    } else {
        return;
    };
    mistakes.note(variable, value, expected);
}

/// Checks that this machine has certificate authorities, which an issuer over https needs.
pub fn check_authorities(read: &mut Variables<'_>, domain: Option<&str>) {
    let over_https = domain.is_some_and(|domain| !domain.starts_with("http://"));
    if !over_https || !rustls_native_certs::load_native_certs().certs.is_empty() {
        return;
    }
    let value = read.value(SSL_CERT_FILE);
    let expected = "the file of the certificate authorities that the server trusts, in PEM, for \
                instance /etc/ssl/certs/ca-certificates.crt: this machine has none that can be \
                read (Debian's package ca-certificates brings them)";
    read.mistakes
        .note(SSL_CERT_FILE, value.as_deref(), expected);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let name = format!("{:016x}-machine", rand::random::<u64>());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(path.join("site/pkg")).unwrap();
            Self(path)
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.0.join(name), text).unwrap();
        }

        fn mistakes(&self, site: &str, hash_files: bool) -> Mistakes {
            let options = LeptosOptions::builder()
                .output_name("name")
                .site_root(self.0.join(site).to_str().unwrap())
                .hash_files(hash_files)
                .build();
            let mut mistakes = Mistakes::default();
            check_site(&options, &self.0.join("server"), &mut mistakes);
            mistakes
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn r12_a_site_that_is_missing_or_of_another_build_is_reported() {
        let folder = Folder::new();
        folder.write("site/pkg/name.css", "");
        assert_eq!(folder.mistakes("site", false), Mistakes::default());
        for elsewhere in ["nowhere", "site/pkg", "site/pkg/name.css"] {
            let mistakes = folder.mistakes(elsewhere, false);
            assert_eq!(mistakes.0[0].variable, site::SITE_ROOT, "{elsewhere}");
        }
    }

    #[test]
    fn m4_a_server_without_its_hash_file_does_not_start() {
        let folder = Folder::new();
        let mistakes = folder.mistakes("site", true);
        assert_eq!(mistakes.0[0].variable, site::HASH_FILE_NAME);
        let there = folder.0.join("hash.txt").display().to_string();
        assert!(mistakes.to_string().contains(&there), "{mistakes}");
    }

    #[test]
    fn m4_the_hash_file_of_another_build_is_reported() {
        let folder = Folder::new();
        folder.write("hash.txt", "js: a\nwasm: b\ncss: c-_\n");
        for name in ["name.a.js", "name.b.wasm", "name.c-_.css"] {
            let mistakes = folder.mistakes("site", true);
            assert!(mistakes.0[0].expected.ends_with(name), "{mistakes}");
            folder.write(&format!("site/pkg/{name}"), "");
        }
        assert_eq!(folder.mistakes("site", true), Mistakes::default());
    }

    #[test]
    fn r12_an_incomplete_hash_file_is_reported() {
        for text in ["", "root:x:0:0\n", "js: a\nwasm: b\n", "css: c\n"] {
            let folder = Folder::new();
            folder.write("hash.txt", text);
            for name in ["name.a.js", "name.b.wasm", "name.c.css"] {
                folder.write(&format!("site/pkg/{name}"), "");
            }
            let mistakes = folder.mistakes("site", true);
            assert_eq!(mistakes.0[0].variable, site::HASH_FILE_NAME, "{text}");
        }
    }

    #[test]
    fn r14_a_store_in_a_missing_folder_is_reported() {
        let folder = Folder::new();
        let mistakes_of = |url: &str| {
            let options = SqliteConnectOptions::from_str(url).unwrap();
            let mut mistakes = Mistakes::default();
            check_store("SESSION_STORE_URL", Some(url), &options, &mut mistakes);
            mistakes.0
        };
        let within = |name| format!("sqlite:{}", folder.0.join(name).display());
        for good in [
            within("new.sqlite"),
            "sqlite:sessions.sqlite".to_owned(),
            "sqlite::memory:".to_owned(),
        ] {
            assert_eq!(mistakes_of(&good), [], "{good}");
        }
        for wrong in [within("none/new.sqlite"), within("site"), within("a/b/c")] {
            assert_eq!(
                mistakes_of(&wrong)[0].variable,
                "SESSION_STORE_URL",
                "{wrong}"
            );
        }
    }

    #[test]
    fn r15_authorities_are_looked_for_where_the_issuer_is_behind_tls() {
        let variable = |_: &str| None;
        let mut variables = Variables::new(&variable);
        for domain in [None, Some("http://localhost:3100/api/v2")] {
            check_authorities(&mut variables, domain);
            assert_eq!(variables.mistakes, Mistakes::default());
        }
    }
}
