use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::client::Client;
use crate::clock::Clock;
use crate::keys::Keys;
use crate::personas::Persona;
use crate::store::Store;

/// What every endpoint shares.
pub struct Issuer {
    /// `http://localhost:PORT/api/v2`, without a trailing slash.
    pub url: String,
    pub clients: Vec<Client>,
    pub personas: Vec<Persona>,
    pub keys: Keys,
    pub clock: Clock,
    pub store: Mutex<Store>,
}

impl Issuer {
    pub fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients
            .iter()
            .find(|client| client.client_id == client_id)
    }

    pub fn persona(&self, id: &str) -> Option<&Persona> {
        self.personas.iter().find(|persona| persona.id == id)
    }

    /// The store, for as long as one answer is worked out; never held across an `await`.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
