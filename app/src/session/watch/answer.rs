use leptos::{
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{RequestInit, Response, js_sys::Reflect, window},
};
use wasm_bindgen_futures::JsFuture;

/// The server's answer about the session.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The session is open.
    Open {
        /// The digest of the agent: a name would not distinguish homonyms.
        agent: String,
        /// Seconds until the end, without another request.
        seconds_left: f64,
    },
    /// There is no session.
    Over,
    /// No answer: no network, no server, or a server that could not read the session.
    Silence,
}

/// Calls the server function at `path`, which answers as
/// [`current_user`](crate::agent::current_user()) does.
///
/// Leptos' own client is not used: the page would download parsers of JSON, of URLs and of every
/// member of `Agent`, for the two members that are read here.
pub async fn ask(path: &str) -> Answer {
    fetch(path).await.unwrap_or(Answer::Silence)
}

async fn fetch(path: &str) -> Result<Answer, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    let window = window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Ok(Answer::Silence);
    }
    let user = JsFuture::from(response.json()?).await?;
    if user.is_null() {
        return Ok(Answer::Over);
    }
    let member = |name: &str| Reflect::get(&user, &name.into());
    Ok(Answer::Open {
        agent: member("digest")?.as_string().unwrap_or_default(),
        seconds_left: member("session_seconds_left")?.as_f64().unwrap_or_default(),
    })
}
