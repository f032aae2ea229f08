//! A form of an island that a script sends ([`ActionForm`](leptos::form::ActionForm)).
//!
//! A script cannot show the pages in place of an answer: the end of the session, another agent, a login at ProConnect.
//! Where the function has not run, the browser sends the form by itself, and shows the page.

use leptos::{
    html::Form,
    prelude::*,
    server_fn::{
        Bytes, ServerFn,
        codec::JsonEncoding,
        error::{FromServerFnError, ServerFnErrorErr},
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// The body of the answer when a server function has run and failed.
pub const FAILED: &str = "the server function failed\n";

/// [`FormError::Malformed`], as a server function writes it.
pub const MALFORMED: &str = "\"Malformed\"";

/// Why a form was not accepted. `Mistakes` is the type of the form's own mistakes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormError<Mistakes> {
    /// The agent can correct the form.
    Mistakes(Mistakes),
    /// The form cannot be read: a page of this version sends no such form.
    Malformed,
    /// The function has run and failed: the form may have been recorded.
    Failed,
    /// The function has not run: the answer is a page, for a browser.
    NotRun,
    /// No answer came.
    Unreachable,
}

impl<Mistakes> FormError<Mistakes> {
    /// The message to the agent, where the form can be sent again.
    fn message(&self) -> Option<&'static str> {
        match self {
            Self::Unreachable => Some(
                "Le service ne répond pas. Ce que vous avez saisi est toujours là\u{a0}: réessayez dans quelques \
                 instants.",
            ),
            Self::Failed => Some(
                "Une erreur est survenue. Ce que vous avez saisi est toujours là\u{a0}: avant de recommencer, vérifiez \
                 que votre envoi n’a pas été enregistré.",
            ),
            Self::Mistakes(_) | Self::Malformed | Self::NotRun => None,
        }
    }
}

impl<Mistakes> FromServerFnError for FormError<Mistakes>
where
    Mistakes: Debug + Serialize + DeserializeOwned + 'static,
{
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Malformed,
            _ => Self::NotRun,
        }
    }

    fn de(body: Bytes) -> Self {
        match serde_json::from_slice(&body) {
            Ok(error) => error,
            Err(_) if body == FAILED => Self::Failed,
            Err(_) => Self::NotRun,
        }
    }
}

/// Handles the errors of a form that a script has sent: `show` gets the mistakes, and a form whose function has not run
/// is sent again by the browser. Returns the message for [`Failure`].
pub fn on_error<Function, Mistakes>(
    action: ServerAction<Function>,
    form: NodeRef<Form>,
    show: impl Fn(&Mistakes) + 'static,
) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static
where
    Function: ServerFn<Error = FormError<Mistakes>> + Clone + Send + Sync + 'static,
    Function::Output: Send + Sync + 'static,
    Mistakes: Send + Sync + 'static,
{
    let answer = action.value();
    Effect::new(move || {
        answer.with(|answer| match answer {
            Some(Err(FormError::Mistakes(mistakes))) => show(mistakes),
            Some(Err(FormError::NotRun | FormError::Malformed)) => {
                if let Some(form) = form.get_untracked() {
                    let _ = form.submit();
                }
            }
            _ => {}
        });
    });
    move || answer.with(|answer| answer.as_ref()?.as_ref().err()?.message())
}

/// The message about a form that can be sent again. The region is there before its message, so that assistive
/// technologies announce it.
#[component]
pub fn Failure(
    message: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || message().map(|message| view! {
                <div class="fr-alert fr-alert--error fr-alert--sm"><p>{message}</p></div>
            })}
        </div>
    }
}

/// The button of a form that a script sends: it shows that the answer is awaited.
#[component]
pub fn SendButton(text: &'static str, is_sending: Memo<bool>) -> impl IntoView {
    let disabled = move || is_sending.get().then_some("true");
    let text = move || {
        if is_sending.get() {
            "Envoi en cours…"
        } else {
            text
        }
    };
    view! { <button class="fr-btn" type="submit" aria-disabled=disabled>{text}</button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_no_answer_of_the_function_leads_to_a_page() {
        let read = |body: &'static str| FormError::<u8>::de(Bytes::from_static(body.as_bytes()));
        assert_eq!(read("{\"Mistakes\":7}"), FormError::Mistakes(7));
        assert_eq!(read(FAILED), FormError::Failed);
        assert_eq!(read(MALFORMED), FormError::Malformed);
        for page in [
            "unauthenticated\n",
            "request.other_agent\n",
            "",
            "<!DOCTYPE html>",
        ] {
            assert_eq!(read(page), FormError::NotRun, "{page}");
        }
        let unreachable = ServerFnErrorErr::Request("no network".to_owned());
        assert_eq!(
            FormError::<u8>::from_server_fn_error(unreachable),
            FormError::Unreachable
        );
    }
}
