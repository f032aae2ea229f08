//! Logins at the same moment, by two replicas with connections of their own.

use crate::support::{Site, Store};
use app::{
    accounts::{admission::Accounts, cases, policy::Policy},
    database::Database,
    on_pool,
};
use futures::future::join_all;
use proconnect::{
    Clock,
    identity::{Identity, Siret, Subject},
    web::Admission,
};

const ROUNDS: usize = 50;

/// Two replicas.
struct Replicas {
    databases: [Database; 2],
    accounts: [Accounts; 2],
}

impl Replicas {
    async fn of(site: &Site) -> Self {
        let databases = [site.stores().await.database, site.stores().await.database];
        let accounts = databases
            .clone()
            .map(|database| Accounts::new(database, Policy::default(), Clock::system()));
        Self {
            databases,
            accounts,
        }
    }

    /// Admits these agents at once, each by both replicas. Returns the verdicts, sorted. PostgreSQL ends a deadlock by
    /// an error, which would be an outage to the agent.
    async fn admit(&self, identities: &[Identity]) -> Vec<&'static str> {
        let logins = identities.iter().flat_map(|identity| {
            self.accounts
                .iter()
                .map(move |accounts| accounts.admit(identity))
        });
        let verdicts = join_all(logins).await.into_iter().map(|verdict| {
            let verdict = verdict.unwrap();
            assert_eq!(verdict.refusal, None);
            verdict.name
        });
        let mut verdicts: Vec<_> = verdicts.collect();
        verdicts.sort_unstable();
        verdicts
    }

    async fn count(&self, sql: &str) -> i64 {
        on_pool!(self.databases[0].reader().await.unwrap(), pool =>
            sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap())
    }

    /// The numbers of agents, of organisations and of memberships since the last call.
    async fn take_counts(&self) -> [i64; 3] {
        let mut counts = [0; 3];
        for (count, table) in counts
            .iter_mut()
            .zip(["agents", "organisations", "memberships"])
        {
            *count = self.count(&format!("SELECT count(*) FROM {table}")).await;
        }
        for table in ["memberships", "agents", "organisations"] {
            on_pool!(self.databases[0].writer().await.unwrap(), pool =>
                sqlx::query(&format!("DELETE FROM {table}")).execute(&pool).await.unwrap().rows_affected());
        }
        counts
    }
}

/// An agent of an organisation that nobody knows yet.
fn agent(sub: &str, address: &str, idp: &str, round: usize) -> Identity {
    let case = cases::all().next().unwrap();
    Identity {
        sub: Subject::try_from(sub.to_owned()).unwrap(),
        email: Some(format!("{address}@mairie.test")),
        siret: Some(Siret::try_from(format!("{round:014}")).unwrap()),
        idp_id: Some(idp.to_owned()),
        organization_label: Some("Mairie".to_owned()),
        ..case.identity()
    }
}

in_each!(acc_one_agent_who_logs_in_twice_at_once_has_one_account: sqlite postgres);

async fn acc_one_agent_who_logs_in_twice_at_once_has_one_account(store: Store) {
    let site = Site::new(store).await;
    let replicas = Replicas::of(&site).await;
    for round in 0..ROUNDS {
        let alice = agent("a", "alice", "fi-1", round);
        let verdicts = replicas.admit(&[alice.clone(), alice]).await;
        assert_eq!(verdicts, ["first_login", "known", "known", "known"]);
        assert_eq!(replicas.take_counts().await, [1, 1, 1]);
    }
    let decisions = "SELECT count(*) FROM access_decisions";
    assert_eq!(replicas.count(decisions).await, 200, "one for each login");
}

in_each!(acc_agents_of_one_new_organisation_at_once_find_each_other: sqlite postgres);

async fn acc_agents_of_one_new_organisation_at_once_find_each_other(store: Store) {
    let site = Site::new(store).await;
    let replicas = Replicas::of(&site).await;
    for round in 0..ROUNDS {
        let agents = [
            agent("a", "alice", "fi-1", round),
            agent("b", "bruno", "fi-1", round),
            agent("c", "chloe", "fi-2", round),
        ];
        let verdicts = replicas.admit(&agents).await;
        assert_eq!(verdicts[..3], ["first_login"; 3]);
        assert_eq!(verdicts[3..], ["known"; 3]);
        assert_eq!(replicas.take_counts().await, [3, 1, 3]);
    }
}

in_each!(acc_one_address_with_two_subjects_at_once_belongs_to_one_of_them: sqlite postgres);

async fn acc_one_address_with_two_subjects_at_once_belongs_to_one_of_them(store: Store) {
    let site = Site::new(store).await;
    let replicas = Replicas::of(&site).await;
    let holders = "SELECT count(*) FROM agents WHERE email_key = 'alice@mairie.test'";
    for round in 0..ROUNDS {
        // At one identity provider: two accounts, and no other error than an address that moves.
        let agents = ["a", "b"].map(|sub| agent(sub, "alice", "fi-1", round));
        let verdicts = replicas.admit(&agents).await;
        assert!(verdicts.contains(&"first_login"), "{verdicts:?}");
        assert!(verdicts.contains(&"address_reassigned"), "{verdicts:?}");
        assert_eq!(replicas.count(holders).await, 1);
        assert_eq!(replicas.take_counts().await, [2, 1, 2]);
        // At two: one account, which follows the address.
        let agents = [("a", "fi-1"), ("b", "fi-2")];
        let agents = agents.map(|(sub, idp)| agent(sub, "alice", idp, round));
        let verdicts = replicas.admit(&agents).await;
        assert!(verdicts.contains(&"first_login"), "{verdicts:?}");
        assert!(verdicts.contains(&"subject_changed"), "{verdicts:?}");
        assert_eq!(replicas.take_counts().await, [1, 1, 1]);
    }
}

in_each!(acc_agents_who_exchange_their_addresses_at_once_do_not_wait_for_each_other: sqlite postgres);

async fn acc_agents_who_exchange_their_addresses_at_once_do_not_wait_for_each_other(store: Store) {
    let site = Site::new(store).await;
    let replicas = Replicas::of(&site).await;
    let names = ["alice", "bruno", "chloe"];
    let turned = |turn: usize| {
        let agents =
            (0..3).map(|index| agent(["a", "b", "c"][index], names[(index + turn) % 3], "fi-1", 0));
        agents.collect::<Vec<_>>()
    };
    replicas.admit(&turned(0)).await;
    for turn in 1..=ROUNDS {
        replicas.admit(&turned(turn)).await;
        let counts = "SELECT count(*) FROM agents";
        assert_eq!(replicas.count(counts).await, 3);
    }
    assert_eq!(replicas.take_counts().await, [3, 1, 3]);
}
