//! Requests in every state, and their history, in the tables of the worked feature.

use super::people::People;
use app::{
    database::{DatabaseError, Transaction},
    in_transaction,
};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Uuid;

/// The subjects, which each organisation asks for in turn.
const SUBJECTS: [&str; 10] = [
    "Accès à la base des entreprises",
    "Création d’un espace de travail partagé",
    "Habilitation à l’API Particulier",
    "Ouverture d’une liste de diffusion",
    "Prêt d’une salle de visioconférence",
    "Échange de données avec une préfecture",
    "Renouvellement d’un certificat",
    "Étude d’accessibilité d’un téléservice",
    "Export annuel des statistiques",
    "Intégration d’un bouton ProConnect",
];

const DESCRIPTION: &str = "Cette demande est fictive : elle sert à la démonstration. Elle expose le besoin du \
    service, le nombre de personnes concernées et la date souhaitée.";

const REASON: &str = "Le besoin est couvert par un outil existant (décision fictive).";

/// Requests in all: the first organisation has a second page of its list.
const COUNT: usize = 40;

/// The states, in turn.
const STATES: [&str; 5] = ["pending", "accepted", "pending", "refused", "accepted"];

/// Writes the requests, and returns their number. The administrator of the organisation decides.
pub async fn write(
    transaction: &mut Transaction,
    people: &People,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let mut written = 0;
    for index in 0..COUNT {
        let Some((agent, organisation)) = people.agents.get(index % people.agents.len().max(1))
        else {
            break;
        };
        let decides = people.agents.iter().find(|(_, of)| of == organisation);
        let decides = decides.map_or(*agent, |(administrator, _)| *administrator);
        let days = i64::try_from(index).unwrap_or_default();
        let filed_at = now - TimeDelta::days(2 * days) - TimeDelta::minutes(37 * days + 5);
        let request = Request {
            id: Uuid::new_v4(),
            organisation: *organisation,
            agent: *agent,
            subject: SUBJECTS[(index + index / SUBJECTS.len()) % SUBJECTS.len()],
            state: STATES[index % STATES.len()],
            filed_at,
        };
        request.write(transaction).await?;
        request
            .event(transaction, 1, *agent, "pending", None, filed_at)
            .await?;
        if request.is_decided() {
            let reason = (request.state == "refused").then_some(REASON);
            let at = filed_at + TimeDelta::hours(26);
            request
                .event(transaction, 2, decides, request.state, reason, at.min(now))
                .await?;
        }
        written += 1;
    }
    Ok(written)
}

struct Request {
    id: Uuid,
    organisation: Uuid,
    agent: Uuid,
    subject: &'static str,
    state: &'static str,
    filed_at: DateTime<Utc>,
}

impl Request {
    fn is_decided(&self) -> bool {
        self.state != "pending"
    }

    async fn write(&self, transaction: &mut Transaction) -> Result<(), DatabaseError> {
        in_transaction!(*transaction, connection =>
            sqlx::query(
                "INSERT INTO service_requests (organisation_id, id, agent_id, subject, subject_key, siret,
                    description, state, version, filed_at)
                 SELECT id, $2, $3, $4, $5, siret, $6, $7, $8, $9 FROM organisations WHERE id = $1")
                .bind(self.organisation)
                .bind(self.id)
                .bind(self.agent)
                .bind(self.subject)
                .bind(key(self.subject).into_bytes())
                .bind(DESCRIPTION)
                .bind(self.state)
                .bind(if self.is_decided() { 2_i64 } else { 1 })
                .bind(self.filed_at)
                .execute(connection)
                .await?
                .rows_affected());
        Ok(())
    }

    async fn event(
        &self,
        transaction: &mut Transaction,
        version: i64,
        agent: Uuid,
        state: &str,
        reason: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<(), DatabaseError> {
        in_transaction!(*transaction, connection =>
            sqlx::query(
                "INSERT INTO service_request_events (organisation_id, request_id, version, agent_id, state, reason,
                    happened_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(self.organisation)
                .bind(self.id)
                .bind(version)
                .bind(agent)
                .bind(state)
                .bind(reason)
                .bind(at)
                .execute(connection)
                .await?
                .rows_affected());
        Ok(())
    }
}

/// The subject in lower case and without the accents of [`SUBJECTS`].
fn key(subject: &str) -> String {
    let plain = |c| match c {
        'é' | 'è' | 'ê' => 'e',
        'à' => 'a',
        other => other,
    };
    subject.to_lowercase().chars().map(plain).collect()
}
