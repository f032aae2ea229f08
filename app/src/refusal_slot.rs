use proconnect::web::Refused;
use std::sync::{Arc, Mutex, PoisonError};

/// Carries the refusal of a server function to the server. `ResponseOptions` of Leptos holds a status and
/// headers, and no typed value: the server puts a slot into the context of a call, and takes the refusal
/// out of it afterwards.
#[derive(Debug, Clone, Default)]
pub struct RefusalSlot(Arc<Mutex<Option<Refused>>>);

impl RefusalSlot {
    /// Keeps the refusal.
    pub fn put(&self, refused: Refused) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
    }

    /// The refusal, if the function has refused.
    pub fn take(&self) -> Option<Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
