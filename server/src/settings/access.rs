//! Who may enter: the rules for the whole service, and the policies of a first login and of a changed subject.

use app::accounts::policy::Policy;
use proconnect::web::AccessRule;

/// The settings of access.
#[derive(Debug, Clone, Default)]
pub struct AccessSettings {
    /// The rules for the whole service: an agent must be admitted by each of them.
    pub entry_rules: Vec<AccessRule>,
    /// The policies of a login.
    pub policy: Policy,
}
