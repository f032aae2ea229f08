use crate::agent::Agent;
use leptos::prelude::*;

/// The name of the field.
pub const NAME: &str = "agent";

/// Belongs in every form that only a signed-in agent may send. It names the agent for whom the page
/// was rendered. If another agent has logged in since, in another tab, the form is not
/// the other's decision: the server compares the field with the session, and refuses a form that lacks it.
///
/// An `ActionForm` sends the arguments of its function alone, so that the function has an argument of this name.
///
/// In an island, hydration leaves the value as the server rendered it.
#[component]
pub fn AgentField() -> impl IntoView {
    let digest = use_context::<Agent>().map(|user| user.digest);
    view! { <input type="hidden" name=NAME value=digest.unwrap_or_default()/> }
}
