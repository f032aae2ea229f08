//! The settings, and every mistake in them.

use super::finding::Finding;
use crate::settings::Settings;
use proconnect::config::{Config, Mistake, Mistakes, Received, Warning};
use std::error::Error;

#[cfg(feature = "development")]
type Mock = mock_proconnect::MockProConnect;
#[cfg(not(feature = "development"))]
type Mock = ();

/// The settings as far as they can be read.
pub struct Given {
    /// `None` where there is a mistake.
    pub settings: Option<Settings>,
    /// The settings of the issuer, which may be right where others are wrong.
    pub config: Option<Config>,
    pub findings: Vec<Finding>,
    /// The mock of a development build without an issuer. It runs as long as it is held.
    pub mock: Option<Mock>,
}

/// Reads the settings as the server does when it starts.
pub async fn read() -> Given {
    match settings().await {
        Ok((settings, mock)) => {
            let read =
                "Les réglages se lisent sans erreur, et les fichiers du site sont à leur place.";
            let mut findings = vec![Finding::ok("settings.ok", read)];
            findings.extend(settings.warnings().into_iter().map(doubtful));
            let config = Some(settings.proconnect.clone());
            Given {
                settings: Some(settings),
                config,
                findings,
                mock,
            }
        }
        Err(error) => Given {
            settings: None,
            config: Config::from_variables(crate::settings::environment).ok(),
            findings: refused(error.as_ref()),
            mock: None,
        },
    }
}

#[cfg(feature = "development")]
async fn settings() -> Result<(Settings, Option<Mock>), Box<dyn Error>> {
    crate::development::read_env_file()?;
    crate::development::settings().await
}

#[cfg(not(feature = "development"))]
#[expect(clippy::unused_async, reason = "a development build starts the mock")]
async fn settings() -> Result<(Settings, Option<Mock>), Box<dyn Error>> {
    Ok((Settings::from_environment()?, None))
}

fn refused(error: &(dyn Error + 'static)) -> Vec<Finding> {
    if let Some(Mistakes(mistakes)) = error.downcast_ref() {
        return mistakes.iter().map(mistaken).collect();
    }
    let text = "Les réglages ne peuvent pas être lus.";
    let cure = "corrigez ce que la cause indique.";
    vec![Finding::error("settings.unreadable", text, cure).because(&error.to_string())]
}

fn mistaken(mistake: &Mistake) -> Finding {
    let Mistake {
        variable,
        received,
        expected,
    } = mistake;
    let received = match received {
        Received::Nothing => "aucune valeur".to_owned(),
        Received::Value(value) => format!("« {} »", value.escape_debug()),
        Received::Secret { length } => format!("un secret de {length} caractères"),
    };
    let text = format!("{variable} ne convient pas. Reçu : {received}.");
    let cure = cure("corrigez", expected);
    Finding::error("settings.mistake", text, cure).about(*variable)
}

/// The cure, with the sentence of the server, which its log has too.
fn cure(verb: &str, own: &str) -> String {
    format!(
        "{verb} cette variable, que docs/guides/configurer.md décrit. Le serveur le dit en anglais : « {own} »."
    )
}

fn doubtful(warning: Warning) -> Finding {
    let Warning { variable, sentence } = warning;
    let text = format!("{variable} se lit, mais n’a peut-être pas l’effet voulu.");
    let cure = cure("vérifiez", &sentence);
    Finding::warning("settings.doubtful", text, cure).about(variable)
}
