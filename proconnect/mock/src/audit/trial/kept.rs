use std::collections::HashSet;

use crate::audit::case::Family;
use crate::audit::outcome::Outcome;

/// The documents of the issuer that the service keeps in memory, by the family of the lies about them. Only a
/// restart makes the service read them again.
pub struct Kept {
    can_restart: bool,
    families: HashSet<Family>,
    is_shut: bool,
}

impl Kept {
    /// `can_restart`: whether the suite has the command that starts the service.
    pub fn new(can_restart: bool) -> Self {
        Self {
            can_restart,
            families: HashSet::new(),
            is_shut: false,
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

    /// The service did not read the true keys of the issuer again.
    pub fn has_wrong_keys(&mut self) {
        self.families.insert(Family::Keys);
        self.is_shut = true;
    }

    /// True when a wait for the service was in vain, and no restart can help.
    pub const fn is_shut(&self) -> bool {
        self.is_shut && !self.can_restart
    }
}
