use serde::{Deserialize, Serialize};
use std::sync::{Mutex, MutexGuard, PoisonError};
use strum::{Display, EnumIter, EnumMessage, EnumString};

use super::Fault;
use crate::refusal::Refusal;

/// A planned fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedFault {
    pub fault: Fault,
    #[serde(default)]
    pub until: Until,
    /// The only relying party that gets the fault; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// How long a fault lasts. The message words it in French.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumMessage,
    EnumString,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Until {
    /// In the next request that can have the fault.
    #[strum(message = "à la prochaine occasion")]
    Once,
    /// In all responses about the next login, and about no other login.
    #[default]
    #[strum(message = "dans toutes les réponses à la prochaine connexion")]
    NextLogin,
    #[strum(message = "jusqu’à ce que les pannes soient retirées")]
    Cleared,
}

/// The planned faults, and those that appeared.
#[derive(Default)]
pub struct Faults {
    planned: Mutex<Vec<PlannedFault>>,
    told: Mutex<Vec<Fault>>,
}

impl Faults {
    pub fn plan(&self, fault: PlannedFault) {
        self.lock().push(fault);
    }

    pub fn planned(&self) -> Vec<PlannedFault> {
        self.lock().clone()
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The faults that appeared since the last call.
    pub fn take_told(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn tell(&self, faults: &[Fault]) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.extend_from_slice(faults);
    }

    /// The faults that a login of `client_id` carries: those planned for it, and those `chosen` by
    /// the person who logs in. A fault that a login cannot carry appears in the next request that
    /// can.
    pub fn of_login(&self, client_id: &str, chosen: &[Fault]) -> Vec<Fault> {
        let mut planned = self.lock();
        let mut faults = chosen.to_vec();
        planned.retain(|plan| {
            let is_due = plan.until == Until::NextLogin && plan.concerns(Some(client_id));
            if is_due {
                faults.push(plan.fault);
            }
            !is_due
        });
        let (carried, others): (Vec<Fault>, Vec<Fault>) = faults
            .into_iter()
            .partition(|fault| fault.belongs_to_a_login());
        planned.extend(others.into_iter().map(|fault| PlannedFault {
            fault,
            until: Until::Once,
            client_id: fault.belongs_to_a_client().then(|| client_id.to_owned()),
        }));
        carried
    }

    /// The page on which a login of `client_id` ends: `chosen` by the person who logs in, or
    /// planned.
    pub fn refusal(&self, client_id: &str, chosen: &[Fault]) -> Option<Refusal> {
        let of = |fault: &Fault| match fault {
            Fault::Login(refusal) => Some(*refusal),
            _ => None,
        };
        if let Some(refusal) = chosen.iter().find_map(of) {
            return Some(refusal);
        }
        let mut refusal = None;
        self.lock().retain(|plan| {
            let is_due = refusal.is_none() && plan.concerns(Some(client_id));
            if is_due {
                refusal = of(&plan.fault);
            }
            !is_due || of(&plan.fault).is_none() || plan.until == Until::Cleared
        });
        self.tell(&refusal.map(Fault::Login).into_iter().collect::<Vec<_>>());
        refusal
    }

    /// The faults that appear now, among those for which `is_shown` is true: those of the login,
    /// and those planned for `client_id` or for all.
    pub fn take(
        &self,
        client_id: Option<&str>,
        of_login: &[Fault],
        is_shown: impl Fn(Fault) -> bool,
    ) -> Vec<Fault> {
        let mut faults: Vec<Fault> = of_login
            .iter()
            .copied()
            .filter(|fault| is_shown(*fault))
            .collect();
        self.lock().retain(|plan| {
            let is_due =
                plan.until != Until::NextLogin && is_shown(plan.fault) && plan.concerns(client_id);
            if is_due {
                faults.push(plan.fault);
            }
            !(is_due && plan.until == Until::Once)
        });
        self.tell(&faults);
        faults
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PlannedFault>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PlannedFault {
    /// True when a request with this fault identifies its relying party.
    pub fn can_concern_a_client(&self) -> bool {
        self.until == Until::NextLogin || self.fault.belongs_to_a_client()
    }

    fn concerns(&self, client_id: Option<&str>) -> bool {
        self.client_id.is_none() || self.client_id.as_deref() == client_id
    }
}
