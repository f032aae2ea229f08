use leptos::{
    ev::SubmitEvent,
    prelude::{document, window},
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::HtmlElement,
};

/// An attribute of the button of a form that waits for an answer.
const HELD: &str = "data-held";

/// Calls `hear` at each form that is sent, before the form itself hears of it: an `ActionForm` sends its text at once.
pub fn listen(hear: impl Fn(&SubmitEvent) + 'static) {
    let listener = Closure::<dyn Fn(SubmitEvent)>::new(move |event| hear(&event)).into_js_value();
    let is_captured = true;
    let _ = window().add_event_listener_with_callback_and_bool(
        "submit",
        listener.unchecked_ref(),
        is_captured,
    );
}

/// Stops a form of the page, whose button keeps a mark. A form of the frame, such as the logout, is
/// not stopped.
pub fn hold(event: &SubmitEvent) -> bool {
    let button = event
        .submitter()
        .filter(|button| matches!(button.closest("main"), Ok(Some(_))));
    let Some(button) = button else {
        return false;
    };
    event.prevent_default();
    event.stop_propagation();
    button.set_attribute(HELD, "").is_ok()
}

/// Sends the form that was stopped, if any, or forgets that it was sent: when a hidden page comes back, maybe
/// hours later, the agent decides again.
pub fn end_hold(send: bool) {
    let button = document().query_selector("[data-held]").ok().flatten();
    if let Some(button) = button {
        let _ = button.remove_attribute(HELD);
        if send {
            button.unchecked_into::<HtmlElement>().click();
        }
    }
}
