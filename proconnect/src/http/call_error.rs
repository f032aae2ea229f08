//! Why a call to the issuer returned nothing: for the log, and for an operator who checks the settings.

use crate::error::HttpError;
use ::http::StatusCode;
use std::error::Error;
use url::Url;

/// A call that returned no usable response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallError {
    /// The kind of failure.
    pub failure: CallFailure,
    /// The whole chain of causes in one line, in English; empty where the failure explains itself. It
    /// has neither query nor password.
    pub cause: String,
}

/// The kinds of failures that have different cures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFailure {
    /// The host's name does not resolve.
    NameUnresolved,
    /// The host or the port is closed, or no route leads there.
    Refused,
    /// No certificate authority that is trusted here signed the certificate.
    UnknownAuthority,
    /// The certificate is expired, or not valid yet.
    CertificateOutOfDate,
    /// The certificate is of another host.
    CertificateOfAnotherHost,
    /// The certificate is refused for another reason.
    Certificate,
    /// The server does not speak TLS, or no version of it that is accepted here.
    Tls,
    /// The proxy refuses the tunnel.
    Proxy,
    /// The proxy itself cannot be reached.
    ProxyUnreachable,
    /// The call took longer than it may.
    TimedOut,
    /// The body is longer than its cap.
    TooLarge,
    /// The status is no success. A redirect is none either.
    Status(StatusCode),
    /// Any other reason: the connection broke, for instance.
    Other,
}

/// Words of the causes, and the failure that they mean. The first one that is found counts.
const WORDS: [(&str, CallFailure); 15] = [
    (
        "failed to create underlying connection",
        CallFailure::ProxyUnreachable,
    ),
    ("UnknownIssuer", CallFailure::UnknownAuthority),
    ("certificate expired", CallFailure::CertificateOutOfDate),
    (
        "certificate not valid yet",
        CallFailure::CertificateOutOfDate,
    ),
    ("not valid for name", CallFailure::CertificateOfAnotherHost),
    ("NotValidForName", CallFailure::CertificateOfAnotherHost),
    ("certificate", CallFailure::Certificate),
    ("dns error", CallFailure::NameUnresolved),
    ("lookup", CallFailure::NameUnresolved),
    ("tunnel", CallFailure::Proxy),
    ("proxy", CallFailure::Proxy),
    ("onnection refused", CallFailure::Refused),
    ("unreachable", CallFailure::Refused),
    ("received corrupt message", CallFailure::Tls),
    ("received fatal alert", CallFailure::Tls),
];

impl CallError {
    /// The error of the HTTP client, without its URL.
    pub(super) fn of(error: reqwest::Error) -> Self {
        let is_timeout = error.is_timeout();
        let cause = cause(&error.without_url());
        let failure = if is_timeout {
            CallFailure::TimedOut
        } else {
            CallFailure::of(&cause)
        };
        Self { failure, cause }
    }

    /// The reason that the agent's page and the audit trail show.
    pub(super) fn as_http_error(&self) -> HttpError {
        match self.failure {
            CallFailure::TimedOut => HttpError::TimedOut,
            CallFailure::TooLarge => HttpError::TooLarge,
            CallFailure::Status(_) => HttpError::UnexpectedStatus,
            _ => HttpError::Unreachable,
        }
    }

    /// Logs the failure of a call to this address, whose response may have `cap` bytes.
    pub(super) fn log(&self, address: &str, cap: usize) {
        let address = without_secrets(address);
        if self.failure == CallFailure::TooLarge {
            tracing::warn!(address, cap, "the issuer's answer is too long");
            return;
        }
        let (cause, advice) = (&self.cause, CallFailure::of(&self.cause).advice());
        tracing::warn!(address, cause, advice, "a call to the issuer failed");
    }
}

impl From<CallFailure> for CallError {
    fn from(failure: CallFailure) -> Self {
        let cause = String::new();
        Self { failure, cause }
    }
}

impl CallFailure {
    fn of(cause: &str) -> Self {
        let known = WORDS.into_iter().find(|(word, _)| cause.contains(word));
        known.map_or(Self::Other, |(_, failure)| failure)
    }

    /// A hint for the operator; empty where the cause explains itself.
    fn advice(self) -> &'static str {
        match self {
            Self::UnknownAuthority => {
                "no certificate authority that is trusted here signed the certificate: install the \
                 system's authorities (package ca-certificates), or name yours in SSL_CERT_FILE"
            }
            Self::CertificateOutOfDate | Self::CertificateOfAnotherHost | Self::Certificate => {
                "check the issuer's certificate, the host in PROCONNECT_DOMAIN, and the clock"
            }
            Self::NameUnresolved => {
                "the name does not resolve: check PROCONNECT_DOMAIN and the DNS of this machine"
            }
            Self::Proxy | Self::ProxyUnreachable => {
                "check HTTPS_PROXY and NO_PROXY, and what the proxy lets pass"
            }
            Self::Refused => {
                "nothing answers at that address: check the host, the port, and the firewall"
            }
            Self::Tls => {
                "the server at that address does not speak TLS: check the host and the port"
            }
            Self::TimedOut | Self::TooLarge | Self::Status(_) | Self::Other => "",
        }
    }
}

/// The address without the parts that may hold a secret: user, password, query and fragment.
fn without_secrets(address: &str) -> String {
    let url = Url::parse(address);
    let plain = |url: Url| format!("{}{}", url.origin().ascii_serialization(), url.path());
    url.map_or_else(|_| String::new(), plain)
}

/// The error and its causes, each once, in one line.
fn cause(error: &dyn Error) -> String {
    let mut causes = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        if !causes.iter().any(|known| known.contains(&text)) {
            causes.push(text);
        }
        source = error.source();
    }
    causes.join(": ").replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15_an_address_in_the_log_has_neither_query_nor_password() {
        let address = "https://agent:s3cr3t@issuer.example:8443/token?code=s3cr3t#s3cr3t";
        let logged = "https://issuer.example:8443/token";
        assert_eq!(without_secrets(address), logged);
    }

    #[test]
    fn r15_the_whole_chain_of_causes_is_logged_in_one_line() {
        #[derive(Debug, thiserror::Error)]
        #[error("{0}")]
        struct Link(&'static str, #[source] Option<Box<Link>>);
        let below = Link("Connection refused\n(os error 111)", None);
        let middle = Link("tcp connect error", Some(Box::new(below)));
        let error = Link("error sending request", Some(Box::new(middle)));
        let logged = "error sending request: tcp connect error: Connection refused (os error 111)";
        assert_eq!(cause(&error), logged);
        let advice = |cause| CallFailure::of(cause).advice();
        assert!(advice(logged).contains("firewall"));
        assert!(advice("invalid peer certificate: UnknownIssuer").contains("ca-certificates"));
    }
}
