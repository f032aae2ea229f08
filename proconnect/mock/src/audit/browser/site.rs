//! Sites, as cookies distinguish them: RFC 6265bis, section 5.2.

use url::{Host, Url};

/// True when both addresses belong to one site: the same scheme, and the same registrable domain. Without the
/// list of public suffixes, a domain is its last two labels: that separates `localhost`, `127.0.0.1` and
/// `proconnect.localhost`, which is what a development machine needs.
pub fn is_same_site(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme() && registrable(one) == registrable(other)
}

pub fn is_same_origin(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

fn registrable(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(domain)) => {
            let labels: Vec<&str> = domain.rsplit('.').take(2).collect();
            labels.join(".")
        }
        Some(address) => address.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_one_site(one: &str, other: &str) -> bool {
        is_same_site(&one.parse().unwrap(), &other.parse().unwrap())
    }

    #[test]
    fn ports_do_not_separate_sites_and_hosts_do() {
        assert!(are_one_site(
            "http://localhost:3000/",
            "http://localhost:3100/api/v2"
        ));
        assert!(are_one_site("https://a.example.fr", "https://b.example.fr"));
        assert!(!are_one_site(
            "http://localhost:3000",
            "http://127.0.0.1:3100"
        ));
        assert!(!are_one_site(
            "http://localhost:3000",
            "http://proconnect.localhost:3100"
        ));
        assert!(!are_one_site("http://localhost", "https://localhost"));
    }
}
