//! Seals a session at rest with AES-256-GCM, bound to its row, column, issuer and client.

use super::{Environment, error::StoreError};
use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, AeadCore, OsRng, Payload},
};
use axum_extra::extract::cookie::Key;
use hkdf::Hkdf;
use proconnect::web::CookieKeys;
use sha2::Sha256;

/// Separates this key from those that seal cookies with the same secret (RFC 5869 3.2).
const PURPOSE: &[u8] = b"leptos-proconnect session record";

/// Length of a nonce, in bytes. The nonce precedes the ciphertext.
const NONCE_LENGTH: usize = 12;

/// A sealed column. The seal binds it, so that one column's value is invalid in the other.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// The session's data.
    Record,
    /// The session's times.
    Life,
}

/// Seals with the current secret. Opens with the current or the previous one.
pub struct Seal {
    current: Aes256Gcm,
    previous: Option<Aes256Gcm>,
}

/// An opened text.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    /// The text.
    pub text: Vec<u8>,
    /// True when the previous secret sealed it.
    pub by_previous: bool,
}

impl Seal {
    /// Derives the keys from the application's secrets, for one issuer and one client. Another
    /// environment has other keys.
    pub fn new(secrets: &CookieKeys, environment: &Environment) -> Self {
        let cipher = |secret: &Key| cipher(secret, environment);
        Self {
            current: cipher(&secrets.current),
            previous: secrets.previous.as_ref().map(cipher),
        }
    }

    /// Seals `text` for that row and column.
    pub fn close(&self, row: &[u8], column: Column, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
        let aad = &place(row, column);
        let sealed = self
            .current
            .encrypt(&nonce, Payload { msg: text, aad })
            .map_err(|_| StoreError::Record("the record cannot be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a text sealed for that row and column; `None` for anything else.
    pub fn open(&self, row: &[u8], column: Column, sealed: &[u8]) -> Option<Opened> {
        let (nonce, msg) = sealed.split_at_checked(NONCE_LENGTH)?;
        let (nonce, aad) = (Nonce::from_slice(nonce), &place(row, column));
        let open = |cipher: &Aes256Gcm, by_previous| {
            let text = cipher.decrypt(nonce, Payload { msg, aad }).ok()?;
            Some(Opened { text, by_previous })
        };
        open(&self.current, false).or_else(|| open(self.previous.as_ref()?, true))
    }
}

fn place(row: &[u8], column: Column) -> Vec<u8> {
    let label: &[u8] = match column {
        Column::Record => b"record",
        Column::Life => b"life",
    };
    [label, row].concat()
}

fn cipher(secret: &Key, environment: &Environment) -> Aes256Gcm {
    let purpose = [PURPOSE, &environment.digest()].concat();
    let mut key = aes_gcm::Key::<Aes256Gcm>::default();
    let expanded = Hkdf::<Sha256>::new(None, secret.master()).expand(&purpose, &mut key);
    debug_assert!(expanded.is_ok(), "32 bytes are within what HKDF gives");
    Aes256Gcm::new(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment {
            issuer: "https://issuer".to_owned(),
            client_id: "client".to_owned(),
        }
    }

    fn seal(secret: &Key) -> Seal {
        Seal::new(&secret.clone().into(), &environment())
    }

    fn text(opened: Option<Opened>) -> Option<Vec<u8>> {
        opened.map(|opened| opened.text)
    }

    #[test]
    fn only_the_same_secret_opens_it_and_only_in_its_place() {
        let secret = Key::generate();
        let sealed = seal(&secret).close(b"row", Column::Life, b"text").unwrap();
        let open = |secret: &Key, row: &[u8], column, sealed: &[u8]| {
            text(seal(secret).open(row, column, sealed))
        };
        let opened = open(&secret, b"row", Column::Life, &sealed);
        assert_eq!(opened.as_deref(), Some(&b"text"[..]));
        assert_eq!(open(&secret, b"other row", Column::Life, &sealed), None);
        assert_eq!(open(&secret, b"row", Column::Record, &sealed), None);
        let other = Key::generate();
        assert_eq!(open(&other, b"row", Column::Life, &sealed), None);
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(open(&secret, b"row", Column::Life, &altered), None);
        assert_eq!(open(&secret, b"row", Column::Life, b"short"), None);
        assert!(!sealed.windows(4).any(|window| window == b"text"));
    }

    #[test]
    fn f6_another_issuer_or_another_client_does_not_open_it() {
        let secret = CookieKeys::from(Key::generate());
        let column = Column::Record;
        let sealed = Seal::new(&secret, &environment());
        let sealed = sealed.close(b"row", column, b"text").unwrap();
        for (issuer, client_id) in [
            ("https://other", "client"),
            ("https://issuer", "other"),
            ("https://issuer/", "client"),
            ("https://issuerc", "lient"),
            ("", "https://issuerclient"),
        ] {
            let other = Environment {
                issuer: issuer.to_owned(),
                client_id: client_id.to_owned(),
            };
            let opened = Seal::new(&secret, &other).open(b"row", column, &sealed);
            assert_eq!(opened, None, "{issuer} {client_id}");
        }
    }

    #[test]
    fn f13_the_secret_before_this_one_opens_and_does_not_seal() {
        let (old, new) = (Key::generate(), Key::generate());
        let column = Column::Record;
        let rotating = CookieKeys {
            current: new.clone(),
            previous: Some(old.clone()),
        };
        let rotating = Seal::new(&rotating, &environment());
        let sealed = seal(&old).close(b"row", column, b"text").unwrap();
        assert!(rotating.open(b"row", column, &sealed).unwrap().by_previous);
        let sealed = rotating.close(b"row", column, b"text").unwrap();
        assert!(!rotating.open(b"row", column, &sealed).unwrap().by_previous);
        assert!(seal(&new).open(b"row", column, &sealed).is_some());
        assert!(seal(&old).open(b"row", column, &sealed).is_none());
    }
}
