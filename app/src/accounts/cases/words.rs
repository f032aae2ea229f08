//! A case as a row of the document, in French.

use super::case::{Account, Case, Change, Entry, Invitation, MINISTRY, Sent, TOWN};
use super::expected::NAME;
use crate::accounts::{
    decision::Outcome,
    membership_role::MembershipRole::{self, Administrator, Member},
    policy::ChangedSubject,
};
use proconnect::error::Refusal;

impl Case {
    /// The columns: the case, the state, the claims, the policies, the verdict, the changes, the code of a refusal.
    pub fn columns(&self) -> [String; 7] {
        let known = self.accounts.iter().map(account);
        let known = known.chain(self.invitations.iter().map(invitation));
        let known = known.chain(
            self.aliases
                .iter()
                .map(|(alias, sub)| format!("noté pour `{sub}` : `{alias}`")),
        );
        let changes = self.changes.iter().map(change);
        let refusal = match self.outcome {
            Outcome::Refused(error) => format!("`{}`", Refusal::from(error)),
            _ => String::new(),
        };
        [
            self.title.to_owned(),
            joined(known),
            sent(&self.sent),
            self.policies(),
            format!("`{}`", self.outcome.name()),
            joined(changes),
            refusal,
        ]
    }

    fn policies(&self) -> String {
        let entry = match self.first_login {
            Entry::Open => "ouvert",
            Entry::Listed => "liste : `mairie.test`",
            Entry::Invitation => "sur invitation",
        };
        match self.changed_subject {
            ChangedSubject::Attach => entry.to_owned(),
            ChangedSubject::Refuse => format!("{entry} ; conflits refusés"),
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        "rien".to_owned()
    } else {
        parts.join("<br>")
    }
}

fn account(account: &Account) -> String {
    let memberships = account.memberships.iter().map(|(siret, role, is_closed)| {
        let closed = if *is_closed { " (accès fermé)" } else { "" };
        format!("{} {}{closed}", role_in_words(*role), at(siret))
    });
    let memberships: Vec<_> = memberships.collect();
    let memberships = if memberships.is_empty() {
        "membre d’aucune organisation".to_owned()
    } else {
        memberships.join(", ")
    };
    format!(
        "`{}`, {}, {} : {memberships}",
        shown(account.sub),
        optional(account.email, "sans adresse"),
        optional(account.idp, "fournisseur inconnu")
    )
}

fn invitation(invitation: &Invitation) -> String {
    let expiry = match invitation.hours {
        0 => ", qui expire à cet instant",
        1.. => "",
        _ => ", expirée",
    };
    let (role, at) = (role_in_words(invitation.role), at(invitation.siret));
    format!("invitation de `{}` : {role} {at}{expiry}", invitation.email)
}

fn sent(sent: &Sent) -> String {
    let siret = match sent.siret {
        Some(siret) if siret == MINISTRY => "ministère".to_owned(),
        Some(siret) if siret == TOWN => "mairie".to_owned(),
        Some(siret) => format!("`{siret}` (mairie)"),
        None => "sans SIRET".to_owned(),
    };
    let name = if sent.name == NAME {
        String::new()
    } else {
        format!(", nom `{}`", sent.name)
    };
    format!(
        "`{}`, {}, {}, {siret}{name}",
        shown(sent.sub),
        optional(sent.email, "sans adresse"),
        optional(sent.idp, "sans `idp_id`")
    )
}

fn change(change: &Change) -> String {
    match *change {
        Change::NewAccount => "un compte".to_owned(),
        Change::NewSubject => "le compte a ce `sub`".to_owned(),
        Change::NewAddress => "le compte a cette adresse".to_owned(),
        Change::AddressLeaves(sub) => format!("`{sub}` n’a plus d’adresse"),
        Change::NewMembership(Member) => "une appartenance : membre".to_owned(),
        Change::NewMembership(Administrator) => "une appartenance : administration".to_owned(),
        Change::InvitationUsed => "l’invitation est effacée".to_owned(),
        Change::InvitationLowered => "l’invitation devient celle d’un membre".to_owned(),
        Change::NewAlias(alias, sub) => format!("noté pour `{sub}` : `{alias}`"),
    }
}

fn role_in_words(role: MembershipRole) -> &'static str {
    match role {
        Member => "membre",
        Administrator => "administration",
    }
}

fn at(siret: &str) -> &'static str {
    if siret == MINISTRY {
        "du ministère"
    } else {
        "de la mairie"
    }
}

fn optional(text: Option<&str>, otherwise: &str) -> String {
    match text {
        Some("") => "texte vide".to_owned(),
        Some(text) if text.trim().is_empty() => "espaces".to_owned(),
        Some(text) => format!("`{}`", shown(text)),
        None => otherwise.to_owned(),
    }
}

/// A long text is cut.
fn shown(text: &str) -> String {
    if text.len() <= 40 {
        return text.to_owned();
    }
    let start: String = text.chars().take(12).collect();
    format!("{start}… ({} caractères)", text.chars().count())
}
