//! The clock of this machine, beside the issuer's.

use super::super::finding::Finding;
use proconnect::{ClockDifference, Inspection};

/// From so many seconds on, a warning.
const DRIFT: i64 = 10;

/// From so many seconds on, an error: tokens are refused beyond 30.
const SKEW: i64 = 25;

const CURE: &str = "mettez cette machine à l’heure par NTP (systemd-timesyncd ou chrony).";

/// The finding; `None` when the issuer did not answer.
pub fn finding(seen: &Inspection) -> Option<Finding> {
    match (&seen.clock, &seen.metadata) {
        (Some(difference), _) => Some(measured(*difference)),
        (None, Ok(_)) => {
            let text = "L’heure n’est pas comparée : la réponse du fournisseur n’a pas de date.";
            Some(Finding::skipped("clock.unknown", text))
        }
        (None, Err(_)) => None,
    }
}

fn measured(difference: ClockDifference) -> Finding {
    let seconds = difference.offset.num_seconds();
    let side = if seconds > 0 {
        "en retard"
    } else {
        "en avance"
    };
    let apart = seconds.abs();
    let text = format!("Cette machine est {side} de {apart} s sur le fournisseur");
    match apart {
        SKEW.. => {
            let text = format!("{text} : au-delà de 30 s, toutes les connexions sont refusées.");
            Finding::error("clock.skew", text, CURE)
        }
        DRIFT.. => Finding::warning("clock.drift", format!("{text}."), CURE),
        _ => {
            let within = (apart + 1) + difference.uncertainty.num_seconds();
            Finding::ok(
                "clock.ok",
                format!("Cette machine est à l’heure du fournisseur, à {within} s près."),
            )
        }
    }
}
