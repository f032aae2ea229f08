use std::collections::HashSet;

use crate::audit::case::Family;
use crate::audit::outcome::Outcome;

/// The documents of the issuer that the service keeps in memory, by the family of the lies about them. Only a
/// restart makes the service read them again.
pub struct Kept {
    can_restart: bool,
    families: HashSet<Family>,
}

impl Kept {
    /// `can_restart`: whether the suite has the command that starts the service.
    pub fn new(can_restart: bool) -> Self {
        Self {
            can_restart,
            families: HashSet::new(),
        }
    }

    pub const fn can_restart(&self) -> bool {
        self.can_restart
    }

    /// True when no lie of `family` can be told any more.
    pub fn has(&self, family: Family) -> bool {
        !self.can_restart && self.families.contains(&family)
    }

    /// One lie of the family that is not told shows that the service does not ask for the document.
    pub fn learn(&mut self, family: Family, outcome: &Outcome) {
        let is_of_a_document = matches!(family, Family::Keys | Family::Discovery);
        if is_of_a_document && matches!(outcome, Outcome::NotTold(_)) {
            self.families.insert(family);
        }
    }

    /// The service did not read the new keys of the issuer.
    pub fn has_old_keys(&mut self) {
        self.families.insert(Family::Keys);
    }
}
