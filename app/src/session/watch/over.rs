use super::notice::Notice;
use crate::{service, tab_title};
use leptos::{
    html::{Div, H1},
    prelude::*,
};

/// The part in place of the page once the session is over: the reason, and the form of the next
/// login, which the server has rendered. It moves into the main landmark, with the focus on its
/// heading, and gives its title to the tab. When the session of the same agent is open again, the page
/// and its title come back.
#[component]
pub fn Over(
    notice: RwSignal<Notice>,
    has_typed: RwSignal<bool>,
    idle_minutes: u32,
    next_login: String,
) -> impl IntoView {
    let part = NodeRef::<Div>::new();
    let heading = NodeRef::<H1>::new();
    let is_over = move || notice.get().hides_the_page();
    Effect::new(move || {
        let title = format!("{} — {}", notice.get().heading(), service::NAME);
        tab_title::replace(is_over().then_some(&title));
    });
    Effect::new(move || {
        if let (Some(heading), Some(part)) = (heading.get(), part.get()) {
            if let Some(main) = document().get_element_by_id("content") {
                let _ = main.append_child(&part);
            }
            lead_back(&part);
            let _ = heading.focus();
        }
    });
    let words = move || {
        let now = notice.get();
        is_over().then(|| {
            let next_login = (now != Notice::OtherAgent).then(|| next_login.clone());
            view! {
                <h1 tabindex="-1" node_ref=heading>{now.heading()}</h1>
                <p class="fr-text--lead">{now.reason(idle_minutes)}</p>
                <p>{now.next(has_typed.get())}</p>
                <div inner_html=next_login.unwrap_or_default()></div>
            }
        })
    };
    view! {
        <div class="app-narrow app-session-over" hidden=move || !is_over() node_ref=part>
            {words}
            <a class="fr-btn" href="" hidden=move || notice.get() != Notice::OtherAgent>
                "Recharger la page"
            </a>
        </div>
    }
}

/// Makes the login return to this address, of which the server rendered the path alone. In place of an answer
/// to a form, the server rendered another path: a login cannot return to the address of a form.
fn lead_back(part: &leptos::web_sys::Element) {
    let field = part.query_selector("input[name=return_to]").ok().flatten();
    let (Some(field), Ok(path), Ok(query)) = (field, location().pathname(), location().search())
    else {
        return;
    };
    if field.get_attribute("value").as_deref() == Some(&path) {
        let _ = field.set_attribute("value", &(path + &query));
    }
}
