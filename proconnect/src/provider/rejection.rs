//! A document of the issuer that is refused, and the member at fault.

use crate::{error::ProviderError, json::MemberFault};

/// Why a document of the issuer is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The reason that logins are refused with.
    pub error: ProviderError,
    /// The member at fault, where there is one.
    pub fault: Option<MemberFault>,
}

impl Rejection {
    pub(super) fn malformed(fault: MemberFault) -> Self {
        Self {
            error: ProviderError::Malformed,
            fault: Some(fault),
        }
    }

    pub(super) fn of_member(error: ProviderError, member: &str, fault: &str) -> Self {
        let fault = Some(MemberFault::new(member, fault));
        Self { error, fault }
    }

    /// Logs the member at fault, and returns the reason.
    pub(super) fn logged(self, document: &str) -> ProviderError {
        if let Some(fault) = self.fault {
            fault.log(document);
        }
        self.error
    }
}

impl From<ProviderError> for Rejection {
    fn from(error: ProviderError) -> Self {
        Self { error, fault: None }
    }
}
