use super::case::{Account, Case, Change};
use crate::accounts::{
    decision::{Alias, Decision, Known, KnownAgent, Membership, Outcome, address_key, email_key},
    membership_role::MembershipRole::{self, Administrator},
};
use proconnect::identity::Siret;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The accounts of a database, by their subject, and the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    pub(super) accounts: BTreeMap<String, Row>,
    /// The address, the organisation, the role.
    pub(super) invitations: BTreeSet<(String, String, String)>,
    /// The alias, the subject of the account.
    pub(super) aliases: BTreeSet<(String, String)>,
    /// The SIRET and the name of each decision.
    pub(super) decisions: Vec<(Option<String>, String)>,
}

/// An account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub email_key: Option<String>,
    pub idp: Option<String>,
    pub name: String,
    /// Whether the login of the case is the last one.
    pub is_dated: bool,
    /// By SIRET: the role, whether the access is closed, whether the login of the case is the last one.
    pub memberships: BTreeMap<String, (String, bool, bool)>,
}

/// The name of every account before the login.
pub(super) const NAME: &str = "MARTIN";

/// The key of the account at this place of the case.
pub(super) fn id(index: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(index).unwrap() + 1)
}

impl World {
    /// The database before the login.
    pub fn before(case: &Case) -> Self {
        let accounts = case.accounts.iter().map(|account| {
            let memberships = account.memberships.iter().map(|(siret, role, is_closed)| {
                (
                    (*siret).to_owned(),
                    (role.name().to_owned(), *is_closed, false),
                )
            });
            let row = Row {
                email_key: account.email.map(str::to_owned),
                idp: account.idp.map(str::to_owned),
                name: NAME.to_owned(),
                is_dated: false,
                memberships: memberships.collect(),
            };
            (account.sub.to_owned(), row)
        });
        let invitations = case.invitations.iter().map(|invitation| {
            let role = invitation.role.name().to_owned();
            (
                invitation.email.to_owned(),
                invitation.siret.to_owned(),
                role,
            )
        });
        let aliases = case.aliases.iter();
        Self {
            accounts: accounts.collect(),
            invitations: invitations.collect(),
            aliases: aliases
                .map(|(alias, sub)| ((*alias).to_owned(), (*sub).to_owned()))
                .collect(),
            decisions: Vec::new(),
        }
    }

    /// The database after the login, by the changes that the case lists.
    pub fn after(case: &Case) -> Self {
        let mut world = Self::before(case);
        let (identity, sub) = (case.identity(), case.sent.sub.to_owned());
        let address = email_key(&identity);
        let siret = identity.siret.map(String::from);
        for change in case.changes {
            match *change {
                Change::NewAccount => {
                    world.accounts.insert(sub.clone(), Row::default());
                }
                Change::NewSubject => {
                    let mut holders = world.accounts.iter();
                    let holder = holders.find(|(_, row)| row.email_key == address).unwrap();
                    let holder = holder.0.clone();
                    let row = world.accounts.remove(&holder).unwrap();
                    world.accounts.insert(sub.clone(), row);
                }
                Change::NewAddress => {
                    world
                        .accounts
                        .get_mut(&sub)
                        .unwrap()
                        .email_key
                        .clone_from(&address);
                }
                Change::AddressLeaves(other) => {
                    world.accounts.get_mut(other).unwrap().email_key = None;
                }
                Change::NewMembership(role) => {
                    let membership = (role.name().to_owned(), false, true);
                    let memberships = &mut world.accounts.get_mut(&sub).unwrap().memberships;
                    memberships.insert(siret.clone().unwrap(), membership);
                }
                Change::InvitationUsed => world.invitations.retain(|(email, of, _)| {
                    Some(email) != address.as_ref() || Some(of) != siret.as_ref()
                }),
                Change::InvitationLowered => {
                    let invitations = std::mem::take(&mut world.invitations).into_iter();
                    let lowered = invitations.map(|(email, of, role)| {
                        let is_of_the_address = Some(&email) == address.as_ref();
                        let member = || MembershipRole::Member.name().to_owned();
                        let role = if is_of_the_address { member() } else { role };
                        (email, of, role)
                    });
                    world.invitations = lowered.collect();
                }
                Change::NewAlias(alias, other) => {
                    world.aliases.insert((alias.to_owned(), other.to_owned()));
                }
            }
        }
        if !matches!(case.outcome, Outcome::Refused(_)) {
            let row = world.accounts.get_mut(&sub).unwrap();
            row.idp = case.sent.idp.map(str::to_owned);
            case.sent.name.clone_into(&mut row.name);
            row.is_dated = true;
            let here = siret
                .as_ref()
                .and_then(|siret| row.memberships.get_mut(siret));
            if let Some((_, _, is_dated)) = here {
                *is_dated = true;
            }
        }
        world
            .decisions
            .push((siret, case.outcome.name().to_owned()));
        world
    }
}

impl Case {
    /// Everything that is known, as the database would return it.
    pub fn known(&self) -> Known {
        let sent = self.identity();
        let (address, siret) = (email_key(&sent), sent.siret.as_ref().map(Siret::as_str));
        let of = |account: &Account, is_wanted: &dyn Fn(&str, MembershipRole, bool) -> bool| {
            let mut memberships = account.memberships.iter();
            memberships.any(|(siret, role, is_closed)| is_wanted(siret, *role, *is_closed))
        };
        let agent = |(index, account): (usize, &Account)| KnownAgent {
            id: id(index),
            email_key: account.email.map(str::to_owned),
            idp_id: account.idp.map(str::to_owned),
            membership: of(account, &|of, _, _| Some(of) == siret).then(|| Membership {
                is_blocked: of(account, &|of, _, is_closed| Some(of) == siret && is_closed),
            }),
            is_administrator: of(account, &|_, role, _| role == Administrator),
            is_barred: of(account, &|_, _, is_closed| is_closed),
        };
        let accounts = || self.accounts.iter().enumerate();
        let keys = [
            Some(format!("agent:{}", self.sent.sub)),
            address.as_ref().map(|address| format!("email:{address}")),
        ];
        let mut aliases = self.aliases.iter().filter_map(|(alias, sub)| {
            let is_it = keys.iter().flatten().any(|key| key == alias);
            let (index, account) = accounts().find(|(_, account)| account.sub == *sub)?;
            let is_closed = is_it && of(account, &|_, _, is_closed| is_closed);
            is_closed.then(|| Alias {
                agent: id(index),
                is_blocked: of(account, &|of, _, is_closed| Some(of) == siret && is_closed),
            })
        });
        let invitation = self.invitations.iter().find(|invitation| {
            let is_for = Some(invitation.email) == address.as_deref();
            is_for && Some(invitation.siret) == siret && invitation.hours > 0
        });
        Known {
            by_subject: accounts()
                .find(|(_, account)| account.sub == self.sent.sub)
                .map(agent),
            by_email: accounts()
                .find(|(_, account)| account.email.is_some() && account.email == address.as_deref())
                .map(agent),
            by_alias: aliases.next(),
            invitation: invitation.map(|invitation| invitation.role),
        }
    }

    /// The changes of a decision on this case, in the order in which a case lists them.
    pub fn changes_of(&self, decision: &Decision) -> Vec<Change> {
        let sub_of = |id_: Uuid| {
            let mut accounts = self.accounts.iter().enumerate();
            accounts.find(|(index, _)| id(*index) == id_).unwrap().1.sub
        };
        let address = self.sent.email.and_then(address_key);
        let entering = decision.agent.map(sub_of);
        let entering = self
            .accounts
            .iter()
            .find(|account| Some(account.sub) == entering);
        let mut changes = Vec::new();
        let enters = !matches!(decision.outcome, Outcome::Refused(_));
        match entering {
            None if enters => changes.push(Change::NewAccount),
            Some(account) if account.sub != self.sent.sub => changes.push(Change::NewSubject),
            _ => {}
        }
        changes.extend(
            decision
                .loses_address
                .map(|other| Change::AddressLeaves(sub_of(other))),
        );
        let held = entering.and_then(|account| account.email);
        if decision.has_address && address.is_some() && held != address.as_deref() {
            changes.push(Change::NewAddress);
        }
        changes.extend(decision.new_membership.map(Change::NewMembership));
        changes.extend(decision.uses_invitation.then_some(Change::InvitationUsed));
        let is_invited_elsewhere = self.invitations.iter().any(|invitation| {
            let is_elsewhere = Some(invitation.siret) != self.sent.siret;
            is_elsewhere && Some(invitation.email) == address.as_deref()
        });
        let is_lowered = decision.moves_address() && is_invited_elsewhere;
        changes.extend(is_lowered.then_some(Change::InvitationLowered));
        if let Some(new) = decision.new_aliases {
            let subject = new.subject.then(|| format!("agent:{}", self.sent.sub));
            let address = address
                .filter(|_| new.address)
                .map(|address| format!("email:{address}"));
            let aliases = subject.into_iter().chain(address);
            changes.extend(aliases.map(|alias| Change::NewAlias(alias.leak(), sub_of(new.agent))));
        }
        changes
    }
}
