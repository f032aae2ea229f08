use proconnect::web::Refused;
use std::sync::{Arc, Mutex, PoisonError};

/// Carries the refusal of a server function to the server. `ResponseOptions` of Leptos holds only a
/// status and headers, so that the server puts a slot into the context of each call, and takes the
/// typed refusal out of it afterwards.
#[derive(Debug, Clone, Default)]
pub struct RefusalSlot(Arc<Mutex<Option<Refused>>>);

impl RefusalSlot {
    /// Stores the refusal.
    pub fn put(&self, refused: Refused) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
    }

    /// Returns the refusal, if the function refused.
    pub fn take(&self) -> Option<Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
