//! The addresses to listen on: free, taken by this very server, or closed.

use super::finding::Finding;
use crate::{
    command::this_server::{serves_metrics, serves_pages},
    connections,
    settings::METRICS_ADDR,
};
use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
};

const VARIABLE: &str = "LEPTOS_SITE_ADDR";

const CURE: &str = "dans LEPTOS_SITE_ADDR (ou HOST et PORT), écrivez une adresse de cette machine et un \
                    port libre, ouvert au compte qui lance le serveur.";

const CURE_OF_METRICS: &str = "dans METRICS_ADDR, écrivez une adresse de cette machine et un port libre, que \
                               votre Prometheus atteint.";

/// One address to listen on.
struct Place {
    address: SocketAddr,
    /// The address in a sentence.
    name: String,
    /// The beginning of the codes.
    code: &'static str,
    variable: &'static str,
    cure: &'static str,
    /// Whether this server answers there.
    is_this_server: fn(SocketAddr) -> io::Result<bool>,
}

/// Tries the address of the pages.
pub fn finding(address: SocketAddr) -> Finding {
    tried(&Place {
        address,
        name: format!("’adresse {address}"),
        code: "listen",
        variable: VARIABLE,
        cure: CURE,
        is_this_server: serves_pages,
    })
}

/// Tries the address of the metrics.
pub fn finding_of_metrics(address: SocketAddr) -> Finding {
    tried(&Place {
        address,
        name: format!("’adresse des métriques {address}"),
        code: "metrics",
        variable: METRICS_ADDR,
        cure: CURE_OF_METRICS,
        is_this_server: serves_metrics,
    })
}

/// Binds the address, and leaves it at once.
fn tried(place: &Place) -> Finding {
    let Place {
        name, code, cure, ..
    } = place;
    match connections::listen(place.address) {
        Ok(_listener) => Finding::ok(&format!("{code}.ok"), format!("L{name} est libre.")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => taken(place, &error),
        Err(error) => {
            let text = format!("Le serveur ne peut pas écouter à l{name}.");
            Finding::error(&format!("{code}.refused"), text, *cure).because(&error.to_string())
        }
    }
    .about(place.variable)
}

fn taken(place: &Place, error: &io::Error) -> Finding {
    let Place {
        name, code, cure, ..
    } = place;
    if (place.is_this_server)(place.address).unwrap_or(false) {
        let text = format!("À l{name}, le serveur tourne déjà et répond.");
        return Finding::ok(&format!("{code}.running"), text);
    }
    let text = format!("L{name} est prise par un autre programme.");
    Finding::error(&format!("{code}.in_use"), text, *cure).because(&error.to_string())
}
