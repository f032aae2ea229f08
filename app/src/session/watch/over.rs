use super::{notice::Notice, place::Place};
use crate::{service, tab_title};
use leptos::{
    html::{Div, H1},
    prelude::*,
};

/// The part in place of the page once the session is over: the reason, and a login that returns to this
/// address. The part moves into the main landmark, with the focus on its heading, and gives its title to the
/// tab. When the session of the same agent is open again, the page and its title come back.
#[component]
pub fn Over(
    notice: RwSignal<Notice>,
    has_typed: RwSignal<bool>,
    idle_minutes: u32,
    log_in: String,
    page: String,
    level: Option<String>,
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
            let _ = heading.focus();
        }
    });
    let words = move || {
        let now = notice.get();
        is_over().then(|| {
            let (log_in, page, level) = (log_in.clone(), page.clone(), level.clone());
            let next_login =
                (now != Notice::OtherAgent).then(|| view! { <NextLogin log_in page level/> });
            view! {
                <h1 tabindex="-1" node_ref=heading>{now.heading()}</h1>
                <p class="fr-text--lead">{now.reason(idle_minutes)}</p>
                <p>{now.next(has_typed.get())}</p>
                {next_login}
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

/// A login that returns to this page. Before the session is over, the page has no such form.
#[component]
fn NextLogin(log_in: String, page: String, level: Option<String>) -> impl IntoView {
    view! {
        <form method="post" action=log_in>
            <input type="hidden" name="return_to" value=Place::of(&page).address/>
            {level.map(|level| view! { <input type="hidden" name="level" value=level/> })}
            <button class="fr-btn" type="submit">"Se connecter via ProConnect"</button>
        </form>
    }
}
