use crate::agent::Agent;
use leptos::prelude::*;

/// The name of the field.
pub const NAME: &str = "agent";

/// Belongs in every form that only a signed-in agent may send. It says for whom the page was rendered: a
/// form opened by one agent and sent after another has logged in, in another tab, is nobody's act. The
/// server compares it with the session and refuses a form without it.
///
/// In an island the browser leaves the value as the server rendered it.
#[component]
pub fn AgentField() -> impl IntoView {
    let digest = use_context::<Agent>().map(|user| user.digest);
    view! { <input type="hidden" name=NAME value=digest.unwrap_or_default()/> }
}
