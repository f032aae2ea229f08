use crate::{
    components::log_out_button::LogOutButton, current_user::CurrentUser,
    islands::session_watch::SessionWatch, service,
};
use leptos::prelude::*;

/// The banner: the service's name, which leads home, and for a signed-in agent their name, which
/// leads to what is known of them, and the logout button.
#[component]
pub fn Header(user: Option<CurrentUser>) -> impl IntoView {
    let session_watch = user.as_ref().map(|user| {
        let session_seconds_left = user.session_seconds_left;
        view! { <SessionWatch session_seconds_left name=user.name.clone()/> }
    });
    view! {
        <header role="banner" class="fr-header">
            <div class="fr-header__body">
                <div class="fr-container fr-header__body-row">
                    <div class="fr-header__brand">
                        <div class="fr-header__service">
                            <a href="/" title=format!("Accueil - {}", service::NAME)>
                                <p class="fr-header__service-title">{service::NAME}</p>
                            </a>
                            <p class="fr-header__service-tagline">{service::TAGLINE}</p>
                        </div>
                    </div>
                    {user.map(|user| view! { <Tools name=user.name/> })}
                </div>
            </div>
            {session_watch}
        </header>
    }
}

#[component]
fn Tools(name: String) -> impl IntoView {
    view! {
        <div class="fr-header__tools">
            <ul class="fr-btns-group">
                <li>
                    <a class="fr-btn fr-btn--tertiary-no-outline" href="/mon-compte">
                        <span class="fr-sr-only">"Compte de "</span>
                        <bdi>{name}</bdi>
                    </a>
                </li>
                <li><LogOutButton/></li>
            </ul>
        </div>
    }
}
