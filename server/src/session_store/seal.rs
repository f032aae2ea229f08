//! The seal of a session at rest: AES-256-GCM, bound to its row.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, AeadCore, OsRng, Payload},
};
use axum_extra::extract::cookie::Key;
use hkdf::Hkdf;
use sha2::Sha256;
use tower_sessions::session_store::Error;

/// Separates this key from those that the same secret seals cookies with (RFC 5869 3.2).
const PURPOSE: &[u8] = b"leptos-proconnect session record";

/// Length of a nonce, in bytes. It stands before the sealed text.
const NONCE_LENGTH: usize = 12;

/// Seals and opens records.
#[derive(Clone)]
pub struct Seal(Aes256Gcm);

impl Seal {
    /// A seal of the application's secret.
    pub fn new(secret: &Key) -> Self {
        let mut key = aes_gcm::Key::<Aes256Gcm>::default();
        let expanded = Hkdf::<Sha256>::new(None, secret.master()).expand(PURPOSE, &mut key);
        debug_assert!(expanded.is_ok(), "32 bytes are within what HKDF gives");
        Self(Aes256Gcm::new(&key))
    }

    /// Seals the text for the row of that hash.
    pub fn close(&self, row: &[u8], text: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
        let sealed = self
            .0
            .encrypt(
                &nonce,
                Payload {
                    msg: text,
                    aad: row,
                },
            )
            .map_err(|_| Error::Encode("the record cannot be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for that row; `None` for anything else.
    pub fn open(&self, row: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LENGTH)?;
        self.0
            .decrypt(
                Nonce::from_slice(nonce),
                Payload {
                    msg: sealed,
                    aad: row,
                },
            )
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_opens_it_and_only_in_its_row() {
        let secret = Key::generate();
        let sealed = Seal::new(&secret).close(b"row", b"text").unwrap();
        assert_eq!(
            Seal::new(&secret).open(b"row", &sealed).as_deref(),
            Some(&b"text"[..])
        );
        assert_eq!(Seal::new(&secret).open(b"other row", &sealed), None);
        assert_eq!(Seal::new(&Key::generate()).open(b"row", &sealed), None);
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(Seal::new(&secret).open(b"row", &altered), None);
        assert_eq!(Seal::new(&secret).open(b"row", b"short"), None);
        assert!(!sealed.windows(4).any(|window| window == b"text"));
    }
}
