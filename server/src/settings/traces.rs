//! `OTEL_EXPORTER_OTLP_ENDPOINT`: the collector of the traces. A build without the feature `opentelemetry` warns
//! of it.

use proconnect::config::{Variables, Warning};
use url::Url;

pub const OTLP_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// The path of the traces below the endpoint (OTLP/HTTP).
const TRACES_PATH: &str = "v1/traces";

/// Where traces are sent, and under which name.
#[derive(Clone, Debug)]
pub struct TracesSettings {
    /// The URL of the collector, its path included.
    pub endpoint: Url,
    /// The name of the service where `OTEL_SERVICE_NAME` gives none.
    pub service_name: String,
}

/// Reads the endpoint; `None` exports no trace. A mistake does not show the value, which may hold a password.
pub fn read(read: &mut Variables<'_>, service_name: &str) -> Option<TracesSettings> {
    let text = read.secret(OTLP_ENDPOINT)?;
    let Some(endpoint) = endpoint(&text) else {
        let expected = "the URL of an OpenTelemetry collector that takes OTLP over HTTP, as in \
                        http://localhost:4318, without a user, a password, a query or a fragment; or nothing";
        read.mistakes
            .note_secret(OTLP_ENDPOINT, Some(&text), expected);
        return None;
    };
    Some(TracesSettings {
        endpoint,
        service_name: service_name.to_owned(),
    })
}

fn endpoint(text: &str) -> Option<Url> {
    let url: Url = text.parse().ok()?;
    let is_plain = ["http", "https"].contains(&url.scheme())
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let base = url.as_str().trim_end_matches('/');
    is_plain.then(|| format!("{base}/{TRACES_PATH}").parse().ok())?
}

/// A warning of an endpoint that this build does not use.
pub fn warning(asked: Option<&TracesSettings>) -> Option<Warning> {
    let is_in_vain = asked.is_some() && !cfg!(feature = "opentelemetry");
    is_in_vain.then(|| Warning {
        variable: OTLP_ENDPOINT.into(),
        sentence:
            "this build exports no trace: build it with --bin-features opentelemetry, or leave \
                   this variable out"
                .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Result<Option<String>, String> {
        let variable = |_: &str| Some(text.to_owned());
        let mut variables = Variables::new(&variable);
        let asked = read(&mut variables, "service");
        match variables.mistakes.0.first() {
            None => Ok(asked.map(|asked| asked.endpoint.to_string())),
            Some(mistake) => Err(mistake.to_string()),
        }
    }

    #[test]
    fn traces_go_below_the_endpoint_and_a_mistake_does_not_show_it() {
        assert_eq!(endpoint(""), Ok(None));
        for (good, expected) in [
            ("http://localhost:4318", "http://localhost:4318/v1/traces"),
            (
                "https://otel.example/a/",
                "https://otel.example/a/v1/traces",
            ),
        ] {
            assert_eq!(endpoint(good), Ok(Some(expected.to_owned())));
        }
        for wrong in [
            "localhost:4318",
            "collector",
            "grpc://s3cret",
            "http://user:s3cret@collector",
            "http://collector/?key=s3cret",
            "http://collector/#s3cret",
        ] {
            let mistake = endpoint(wrong).unwrap_err();
            assert!(mistake.contains(OTLP_ENDPOINT), "{wrong}: {mistake}");
            assert!(!mistake.contains("s3cret"), "{mistake}");
        }
    }

    #[test]
    fn a_build_that_exports_no_trace_warns_of_the_endpoint() {
        let variable = |_: &str| Some("http://localhost:4318".to_owned());
        let asked = read(&mut Variables::new(&variable), "service");
        let is_warned = !cfg!(feature = "opentelemetry");
        assert_eq!(warning(asked.as_ref()).is_some(), is_warned);
        assert!(warning(None).is_none());
    }
}
