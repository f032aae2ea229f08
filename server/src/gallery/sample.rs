//! Made-up refusals, and their agents.

use app::{access::PUBLIC_AGENT, agent::Agent};
use axum::{
    body::{Body, to_bytes},
    http::header::CONTENT_LENGTH,
    response::Response,
};
use proconnect::{
    error::{AccessError, Refusal},
    web::{AccessRule, ReceivedIdentity, Refused, Requirement, RuleKind},
};

/// A made-up identifier of a request.
pub const REFERENCE: &str = "0123456789ab";

static RULE: AccessRule = AccessRule::new(
    RuleKind::EmailDomain,
    &["ministere.example", "ville.example"],
);

/// A refusal on the way to a page that is fit for it.
pub fn refused(refusal: Refusal) -> Refused {
    let (requirement, page) = match refusal {
        Refusal::Access(AccessError::RoleMissing) => (
            Some(Requirement::Role(PUBLIC_AGENT)),
            "/espace-agents-publics",
        ),
        Refusal::Access(AccessError::RuleUnmet) => (Some(Requirement::Rule(&RULE)), "/mon-compte"),
        _ => (None, "/mon-compte"),
    };
    let is_at_login = matches!(
        refusal,
        Refusal::Access(
            AccessError::RuleUnmet
                | AccessError::NotInvited
                | AccessError::AccountConflict
                | AccessError::Blocked
        )
    );
    Refused {
        return_to: page.parse().ok(),
        requirement,
        received: is_at_login.then(|| Box::new(received())),
        ..Refused::from(refusal)
    }
}

/// The agent to whom the refusal is shown, where it is about the agent of a session.
pub fn agent(refusal: Refusal) -> Option<Agent> {
    match refusal {
        Refusal::Access(AccessError::RoleMissing | AccessError::MembershipRoleMissing) => {
            Some(private_sector())
        }
        Refusal::Access(AccessError::MembershipMissing) => Some(Agent {
            siret: None,
            organization_label: None,
            ..private_sector()
        }),
        _ => None,
    }
}

/// The agent of a refused login.
fn received() -> ReceivedIdentity {
    let agent = private_sector();
    ReceivedIdentity {
        email: agent.email,
        siret: agent.siret,
        organization_label: agent.organization_label,
        roles: Some(agent.roles),
    }
}

/// An agent of the private sector.
fn private_sector() -> Agent {
    Agent {
        name: "Sophie Martin".to_owned(),
        given_name: Some("Sophie".to_owned()),
        usual_name: Some("Martin".to_owned()),
        email: Some("sophie.martin@entreprise.example".to_owned()),
        siret: Some("41816609600069".to_owned()),
        organization_label: Some("Entreprise d’exemple".to_owned()),
        roles: Vec::new(),
        ..Agent::example()
    }
}

/// Takes the scripts out of a document. Its agent is an example: the island that watches the session would find
/// another one, and would hide the page.
pub async fn without_scripts(page: Response) -> Response {
    let (mut head, body) = page.into_parts();
    let html = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let html = String::from_utf8_lossy(&html);
    let mut pieces = html.split("<script");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once("</script>").map_or("", |(_, rest)| rest));
    }
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(kept))
}
