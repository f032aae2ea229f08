//! `METRICS_ADDR`: the address of the metrics.

use proconnect::config::{Variables, Warning};
use std::net::SocketAddr;

pub const METRICS_ADDR: &str = "METRICS_ADDR";

/// Reads the address; `None` serves no metrics. `site` is the public address: the metrics are never there.
pub fn read(read: &mut Variables<'_>, site: SocketAddr) -> Option<SocketAddr> {
    let text = read.value(METRICS_ADDR)?;
    let Ok(address) = text.parse::<SocketAddr>() else {
        let expected = "an IP address and a port that only your Prometheus reaches, as in \
                        127.0.0.1:9100; or nothing";
        read.mistakes.note(METRICS_ADDR, Some(&text), expected);
        return None;
    };
    if address.port() == site.port() && address.port() != 0 {
        let expected = format!("another port than {}, which agents reach", site.port());
        read.mistakes.note(METRICS_ADDR, Some(&text), expected);
        return None;
    }
    Some(address)
}

/// A warning of metrics that every network of this machine reaches.
pub fn warning(address: Option<SocketAddr>) -> Option<Warning> {
    let address = address.filter(|address| address.ip().is_unspecified())?;
    Some(Warning {
        variable: METRICS_ADDR.into(),
        sentence: format!(
            "{address} is every address of this machine: anybody who reaches it reads the metrics. Write the \
             address of a private network, or let a rule of the network admit your Prometheus alone"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<Option<SocketAddr>, String> {
        let variable = |_: &str| Some(text.to_owned());
        let mut variables = Variables::new(&variable);
        let address = read(&mut variables, ([0, 0, 0, 0], 3000).into());
        match variables.mistakes.0.first() {
            None => Ok(address),
            Some(mistake) => Err(mistake.to_string()),
        }
    }

    #[test]
    fn metrics_are_served_where_they_are_asked_for_and_never_at_the_public_port() {
        assert_eq!(address(""), Ok(None));
        for good in ["127.0.0.1:9100", "[::]:9100", "127.0.0.1:0"] {
            assert_eq!(address(good), Ok(Some(good.parse().unwrap())));
        }
        for wrong in [
            "9100",
            "localhost:9100",
            "127.0.0.1",
            "127.0.0.1:3000",
            "[::1]:3000",
        ] {
            let mistake = address(wrong).unwrap_err();
            assert!(mistake.contains(METRICS_ADDR), "{wrong}: {mistake}");
        }
    }
}
