use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::client::Client;
use crate::clock::Clock;
use crate::fault::Faults;
use crate::keys::Keys;
use crate::logout_token::{self, Notice};
use crate::personas::Persona;
use crate::session::Session;
use crate::settings::Settings;
use crate::store::Store;

/// The state that every endpoint shares.
pub struct Issuer {
    /// `http://localhost:PORT/api/v2` for instance, without a trailing slash.
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

    /// Ends ProConnect's session of every browser. Grants and tokens stay, but their claims are
    /// lost. Returns the notices for the relying parties.
    pub fn end_sessions(&self) -> Vec<Notice> {
        self.end_sessions_if(|_| true)
    }

    /// Ends the sessions of a persona, in every browser. Returns the notices for the relying parties.
    pub fn end_sessions_of(&self, persona: &str) -> Vec<Notice> {
        self.end_sessions_if(|session| session.persona == persona)
    }

    fn end_sessions_if(&self, is_due: impl Fn(&Session) -> bool) -> Vec<Notice> {
        let now = self.clock.now();
        let mut store = self.store();
        let ended = store.sessions.remove_if(now, is_due);
        let notices = |id: &String| logout_token::notices(self, &store, id, now);
        ended.iter().flat_map(notices).collect()
    }

    /// Locks the store while a response is computed. Never held across an `await`.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
