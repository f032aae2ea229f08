//! The address of the client: the peer of the connection or, behind trusted proxies, the client
//! that they name.

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use proconnect::config::{Mistakes, Warning};
use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

/// The variable that lists the trusted proxies.
pub const TRUSTED_PROXIES: &str = "TRUSTED_PROXIES";

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A client's address, cut to what identifies a client: for IPv6 the first 64 bits, since one
/// client usually has all addresses of such a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl From<IpAddr> for ClientAddress {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into()
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// The proxies whose `X-Forwarded-For` is trusted. There are none by default: any client can send
/// that header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Reads the variable through `value`. Notes a mistake for an invalid list.
    pub fn from_variables(value: impl Fn(&str) -> Option<String>, mistakes: &mut Mistakes) -> Self {
        let text = value(TRUSTED_PROXIES).unwrap_or_default();
        let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
        let networks: Option<Arc<[IpNet]>> = parts.map(network).collect();
        Self(networks.unwrap_or_else(|| {
            let expected = "addresses or small networks of your proxies, separated by spaces, as \
                        in 10.0.0.7 fd00::7 203.0.113.8/29";
            mistakes.note(TRUSTED_PROXIES, Some(&text), expected);
            Arc::default()
        }))
    }

    /// Warns of a network that agents may be in: they could then choose their address through
    /// `X-Forwarded-For`.
    pub fn warning(&self) -> Option<Warning> {
        let widest = self.0.iter().min_by_key(|network| network.prefix_len());
        let everybody = widest.is_some_and(|network| network.prefix_len() == 0);
        let wide = self.0.iter().find(|network| is_wide(network));
        let trusted = match wide {
            Some(_) if everybody => "every address is trusted: any client".to_owned(),
            Some(network) => format!("{network} is a wide network: a client in it"),
            None => return None,
        };
        Some(Warning {
            variable: TRUSTED_PROXIES.into(),
            sentence: format!(
                "{trusted} then chooses the address that its calls are counted and recorded under. Write the \
                 addresses of your own proxies"
            ),
        })
    }

    /// Returns the client of a request that `peer` sent: reading `X-Forwarded-For` from the right,
    /// the first address that is not a trusted proxy. Addresses further left are not trustworthy.
    pub fn client_of(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer;
        let named = headers.get_all(X_FORWARDED_FOR).iter().rev();
        // By bytes: a client that sends one that is no text must not hide what its proxy appended.
        let mut named = named.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
        while self.trusts(client) {
            match named
                .next()
                .and_then(|text| address(str::from_utf8(text).ok()?.trim()))
            {
                Some(address) => client = address,
                None => break,
            }
        }
        client.into()
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// True for more addresses than proxies need: a prefix shorter than that of a campus in IPv4, or of a provider
/// in IPv6.
fn is_wide(network: &IpNet) -> bool {
    let shortest = match network {
        IpNet::V4(_) => 16,
        IpNet::V6(_) => 32,
    };
    network.prefix_len() < shortest
}

/// Parses a network or a single address.
fn network(text: &str) -> Option<IpNet> {
    let alone = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(alone)
}

/// Parses an address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|of| of.ip());
    let text = text.trim_start_matches('[').trim_end_matches(']');
    text.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(text: &str) -> TrustedProxies {
        let mut mistakes = Mistakes::default();
        let read = TrustedProxies::from_variables(|_| Some(text.to_owned()), &mut mistakes);
        assert!(mistakes.0.is_empty(), "{text}");
        read
    }

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(X_FORWARDED_FOR, value.parse().unwrap());
        }
        let ClientAddress(address) = proxies(trusted).client_of(peer.parse().unwrap(), &headers);
        address.to_string()
    }

    #[test]
    fn f4_no_proxy_is_trusted_by_default() {
        assert_eq!(client("", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(
            client("10.0.0.0/8", "192.0.2.1", &["198.51.100.7"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn f4_behind_known_proxies_it_is_the_last_address_that_is_none_of_theirs() {
        let trusted = "10.0.0.0/8, 127.0.0.1 fd00::/8";
        for (peer, forwarded, expected) in [
            ("127.0.0.1", vec!["198.51.100.7"], "198.51.100.7"),
            (
                "127.0.0.1",
                vec!["6.6.6.6, 198.51.100.7, 10.1.2.3"],
                "198.51.100.7",
            ),
            ("10.0.0.1", vec!["6.6.6.6", "198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.0.0.1", vec!["198.51.100.7:4711"], "198.51.100.7"),
            (
                "fd00::1",
                vec!["[2001:db8:1:2:3:4:5:6]:443"],
                "2001:db8:1:2::",
            ),
            ("10.0.0.1", vec!["10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", vec!["6.6.6.6, unknown"], "10.0.0.1"),
            ("10.0.0.1", vec!["\u{e9}, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", vec![], "10.0.0.1"),
        ] {
            assert_eq!(client(trusted, peer, &forwarded), expected, "{forwarded:?}");
        }
    }

    #[test]
    fn a_client_has_a_whole_network_of_ipv6() {
        assert_eq!(client("", "2001:db8:1:2:aaaa::1", &[]), "2001:db8:1:2::");
        assert_eq!(client("", "::ffff:192.0.2.1", &[]), "192.0.2.1");
    }

    #[test]
    fn a_network_that_agents_may_be_in_is_warned_of() {
        for (text, warned) in [
            ("0.0.0.0/0", Some("every address")),
            ("10.0.0.0/16 ::/0", Some("every address")),
            ("10.0.0.7 10.0.0.0/8", Some("10.0.0.0/8")),
            ("172.16.0.0/12", Some("172.16.0.0/12")),
            ("fd00::/8", Some("fd00::/8")),
            ("2001:db8::/31", Some("2001:db8::/31")),
            ("10.0.0.0/16 192.0.2.7 2001:db8::/32 fd00::7", None),
        ] {
            let warning = proxies(text).warning();
            match (warning, warned) {
                (Some(warning), Some(part)) => {
                    assert!(warning.sentence.contains(part), "{}", warning.sentence);
                }
                (warning, warned) => assert_eq!(warning.is_some(), warned.is_some(), "{text}"),
            }
        }
    }

    #[test]
    fn a_text_that_is_not_a_network_is_a_mistake() {
        for wrong in [
            "proxy.example.fr",
            "10.0.0.0/33",
            "10.0.0.0/8;10.1.0.0/8",
            "*",
        ] {
            let mut mistakes = Mistakes::default();
            TrustedProxies::from_variables(|_| Some(wrong.to_owned()), &mut mistakes);
            assert_eq!(mistakes.0.len(), 1, "{wrong}");
        }
    }
}
