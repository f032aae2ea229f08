use super::{
    device,
    functions::{EndOtherSessions, EndSession, SESSION},
    listed::Listed,
    outcome::Outcome,
};
use crate::{
    agent::Agent,
    agent_field::AgentField,
    components::{alert::Alert, badge::Badge, breadcrumb::Breadcrumb, severity::Severity},
    document::{title::Title, written::written},
    page::{Loading, Page},
    paris_time,
};
use chrono::{DateTime, Utc};
use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use proconnect::web::OpenSession;

pub use super::outcome::PATH;

/// As many sessions as the page shows. The button under the list ends the others too.
const MOST: usize = 50;

/// Reads the sessions, and writes the page.
pub fn load(_: Agent) -> Loading {
    Box::pin(async {
        let listed = Listed::read().await;
        Ok(written(view! { <OpenSessionsPage listed/> }))
    })
}

/// The sessions, and a form for each of the others. Without the list, the page still advises.
#[component]
pub fn OpenSessionsPage(listed: Option<Listed>) -> impl IntoView {
    let outcome = listed.as_ref().and_then(Outcome::of_request);
    let heading = Page::current().map_or("", |page| page.title);
    let title = outcome.as_ref().map_or(heading, Outcome::title);
    let list = match listed {
        Some(listed) => Either::Left(view! { <List listed/> }),
        None => Either::Right(view! {
            <Alert severity=Severity::Warning>
                <p>
                    "La liste de vos connexions ne peut pas être affichée pour le moment. Rechargez \
                    cette page dans quelques minutes."
                </p>
            </Alert>
        }),
    };
    view! {
        <Title text=title/>
        <Breadcrumb/>
        <div class="app-narrow">
            <h1>{heading}</h1>
            {outcome.map(|outcome| view! { <Result outcome/> })}
            <p class="fr-text--lead">
                "Voici les navigateurs dans lesquels vous avez ouvert une session de ce service. Vous n’en \
                reconnaissez pas un\u{a0}? Fermez sa connexion."
            </p>
            {list}
            <h2>"Appareil perdu ou volé\u{a0}?"</h2>
            <p>
                "Fermer une connexion ferme la session de ce service, et non celle de ProConnect\u{a0}: \
                l’autre navigateur peut encore se connecter, parfois sans mot de passe. Prévenez donc aussi \
                votre organisation."
            </p>
        </div>
    }
}

#[component]
fn Result(outcome: Outcome) -> impl IntoView {
    let class = format!(
        "fr-alert fr-alert--sm fr-alert--{}",
        outcome.severity().name()
    );
    view! {
        <div class=class role="status">
            <p class="fr-sr-only">{outcome.severity().word()} "\u{a0}:"</p>
            <p>{outcome.sentence()}</p>
        </div>
    }
}

#[component]
fn List(listed: Listed) -> impl IntoView {
    let Listed { own, others, at } = listed;
    let own = own.map(|session| view! { <Own session/> });
    let hidden = others.len().saturating_sub(MOST);
    let has_others = !others.is_empty();
    let others = others.into_iter().take(MOST);
    let others = others.map(|session| view! { <Other session at/> });
    let hidden =
        (hidden > 0).then(|| format!("Connexions plus anciennes, non affichées\u{a0}: {hidden}."));
    view! {
        <ul class="app-sessions">{own} {others.collect_view()}</ul>
        {hidden.map(|hidden| view! { <p>{hidden}</p> })}
        {if has_others {
            Either::Left(view! {
                <form method="post" action=EndOtherSessions::url()>
                    <AgentField/>
                    <button class="fr-btn" type="submit">"Fermer toutes les autres connexions"</button>
                </form>
            })
        } else {
            Either::Right(view! { <p>"Vous n’avez pas d’autre connexion."</p> })
        }}
    }
}

/// The session of this browser, which the logout button ends.
#[component]
fn Own(session: OpenSession) -> impl IntoView {
    view! {
        <li>
            <h2>
                {device::in_words(session.user_agent.as_deref())} " "
                <Badge severity=Severity::Success>"Cette connexion"</Badge>
            </h2>
            <p>{since(&session)}</p>
            <p>"Pour la fermer, choisissez «\u{a0}Se déconnecter\u{a0}», en haut de la page."</p>
        </li>
    }
}

#[component]
fn Other(session: OpenSession, at: DateTime<Utc>) -> impl IntoView {
    let device = device::in_words(session.user_agent.as_deref());
    let since = since(&session);
    // Buttons of one name must lead to one result: this part distinguishes them.
    let mut letters = since.chars();
    let first = letters.next().map(char::to_lowercase).into_iter().flatten();
    let in_sentence: String = first.chain(letters.clone()).collect();
    let which = format!("\u{a0}: {device}, {in_sentence}");
    view! {
        <li>
            <h2>{device}</h2>
            <p>{since}</p>
            <p>{seen(session.seen_at, at)}</p>
            <form method="post" action=EndSession::url()>
                <AgentField/>
                <input type="hidden" name=SESSION value=session.reference.to_string()/>
                <button class="fr-btn fr-btn--secondary" type="submit">
                    "Fermer la connexion" <span class="fr-sr-only">{which}</span>
                </button>
            </form>
        </li>
    }
}

fn since(session: &OpenSession) -> String {
    format!("Ouverte le {}.", paris_time::in_words(session.begun_at))
}

/// The last request. The store notes one a minute at most: the words are no more precise.
fn seen(seen_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - seen_at).num_minutes();
    let when = match minutes {
        ..5 => "il y a quelques minutes".to_owned(),
        5..60 => format!("il y a {minutes}\u{a0}minutes"),
        60..120 => "il y a une heure".to_owned(),
        120..1440 => format!("il y a {}\u{a0}heures", minutes / 60),
        _ => format!("le {}", paris_time::in_words(seen_at)),
    };
    format!("Dernière activité\u{a0}: {when}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn f9_the_last_activity_is_as_precise_as_the_store() {
        let now: DateTime<Utc> = "2026-11-27T11:41:00Z".parse().unwrap();
        for (minutes, words) in [
            (-3, "il y a quelques minutes"),
            (0, "il y a quelques minutes"),
            (4, "il y a quelques minutes"),
            (5, "il y a 5 minutes"),
            (59, "il y a 59 minutes"),
            (60, "il y a une heure"),
            (119, "il y a une heure"),
            (120, "il y a 2 heures"),
            (1439, "il y a 23 heures"),
            (1440, "le 26 novembre 2026 à 12 h 41 (heure de Paris)"),
        ] {
            let seen = seen(now - TimeDelta::minutes(minutes), now).replace('\u{a0}', " ");
            assert_eq!(seen, format!("Dernière activité : {words}."));
        }
    }
}
