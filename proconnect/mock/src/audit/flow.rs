//! Attacks, and honest gestures, that take more than one login.

use strum::{Display, EnumIter};

use super::browser::BrowserError;
use super::outcome::Observation;
use super::stage::Stage;
use super::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter)]
#[strum(serialize_all = "kebab-case", prefix = "flow-")]
pub enum Flow {
    /// The attacker's own callback, opened in the victim's browser: RFC 6749, section 10.12.
    LoginCsrf,
}

impl Flow {
    pub async fn run(self, stage: &Stage) -> Result<Observation, BrowserError> {
        match self {
            Self::LoginCsrf => login_csrf(stage).await,
        }
    }
}

async fn login_csrf(stage: &Stage) -> Result<Observation, BrowserError> {
    let mut attacker = stage.browser()?;
    let request = stage.begin(&mut attacker).await?;
    let callback = stage
        .authenticate(&mut attacker, &request, stage.honest())
        .await?
        .held();
    let callback =
        callback.ok_or_else(|| BrowserError::Broken("the login did not return".into()))?;
    let mut victim = stage.browser()?;
    let _ = victim.open(&callback, &stage.at_the_issuer()).await;
    let is_signed_in = stage.is_signed_in(&mut victim).await?;
    let violation = is_signed_in.then_some(Text::new(
        "la victime est connectée au compte de l’attaquant",
        "the victim is signed in to the attacker's account",
    ));
    Ok(Observation {
        is_told: true,
        is_signed_in: None,
        violation,
        blemishes: Vec::new(),
    })
}
