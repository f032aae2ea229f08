use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::client::Client;
use crate::clock::Clock;
use crate::fault::Faults;
use crate::keys::Keys;
use crate::personas::Persona;
use crate::settings::Settings;
use crate::store::Store;

/// The state that every endpoint shares.
pub struct Issuer {
    /// `http://localhost:PORT/api/v2`, without a trailing slash.
    pub url: String,
    pub clients: Vec<Client>,
    pub personas: Vec<Persona>,
    pub keys: Keys,
    pub clock: Clock,
    pub faults: Faults,
    pub settings: Mutex<Settings>,
    pub store: Mutex<Store>,
}

impl Issuer {
    /// The relying party, if it is active.
    pub fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients
            .iter()
            .find(|client| client.client_id == client_id && client.is_active)
    }

    pub fn persona(&self, id: &str) -> Option<&Persona> {
        self.personas.iter().find(|persona| persona.id == id)
    }

    pub fn settings(&self) -> Settings {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn change_settings(&self, settings: Settings) {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
    }

    /// Ends all sessions, as if every agent had logged out elsewhere: no single sign-on and no
    /// token stays valid.
    pub fn end_sessions(&self) {
        let mut store = self.store();
        store.sessions.clear();
        store.grants.clear();
    }

    /// Locks the store while a response is computed. Never held across an `await`.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
