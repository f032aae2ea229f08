use super::{
    export,
    model::{PATH, State},
    queries::{self, Filter, ServiceRequest},
};
use crate::{
    accounts::scope::Scope,
    components::{badge::Badge, breadcrumb::Breadcrumb, severity::Severity, table::Table},
    document::{title::Title, written::written},
    page::{Loading, Page},
    paris_time, request,
};
use leptos::{either::EitherOf3, prelude::*};
use url::form_urlencoded::Serializer;

/// Requests on a page of the list.
const PAGE: usize = 20;

/// The words in place of an author whose account was erased.
pub const ERASED: &str = "un agent dont le compte a été effacé";

/// The fields of the filter, in the address.
const SEARCH: &str = "recherche";
const STATE: &str = "etat";
const AFTER: &str = "apres";

/// Reads a page of the list. When the database does not answer, the page 503 is shown.
pub fn load(scope: Scope) -> Loading {
    Box::pin(async move {
        let filter = filter_of_request();
        let mut requests = queries::list(&scope, &filter, PAGE + 1).await?;
        let has_more = requests.len() > PAGE;
        requests.truncate(PAGE);
        let next = requests.last().filter(|_| has_more).map(|last| last.id);
        let next = next.map(|id| {
            address(
                PATH,
                &Filter {
                    after: Some(id),
                    ..filter.clone()
                },
            )
        });
        Ok(written(view! { <ListPage requests filter next/> }))
    })
}

/// The filter in the address. A value that no form sends is left out.
pub fn filter_of_request() -> Filter {
    let search = request::query(SEARCH).unwrap_or_default();
    Filter {
        search: search.trim().chars().take(120).collect(),
        state: request::query(STATE).and_then(|state| State::from_name(&state)),
        after: request::query(AFTER).and_then(|id| id.parse().ok()),
    }
}

/// The address of a page with this filter.
fn address(path: &str, filter: &Filter) -> String {
    let mut query = Serializer::new(String::new());
    if !filter.search.is_empty() {
        query.append_pair(SEARCH, &filter.search);
    }
    if let Some(state) = filter.state {
        query.append_pair(STATE, state.name());
    }
    if let Some(id) = filter.after {
        query.append_pair(AFTER, &id.to_string());
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[component]
fn ListPage(requests: Vec<ServiceRequest>, filter: Filter, next: Option<String>) -> impl IntoView {
    let heading = Page::current().map_or("", |page| page.title);
    let is_all = filter.search.is_empty() && filter.state.is_none();
    let first = address(
        PATH,
        &Filter {
            after: None,
            ..filter.clone()
        },
    );
    let back = filter.after.map(
        |_| view! { <li><a class="fr-link" href=first>"Retour au début de la liste"</a></li> },
    );
    let next =
        next.map(|next| view! { <li><a class="fr-link" href=next>"Demandes suivantes"</a></li> });
    let file = address(
        export::PATH,
        &Filter {
            after: None,
            ..filter.clone()
        },
    );
    let content = if !requests.is_empty() {
        EitherOf3::A(view! {
            <Requests requests by_subject=!filter.search.is_empty()/>
            <p><a class="fr-link" href=file download>"Télécharger ces demandes (CSV)"</a></p>
            <p class="fr-hint-text">"Pour un tableur\u{a0}; 10\u{a0}000\u{a0}demandes au plus."</p>
        })
    } else if is_all && filter.after.is_none() {
        EitherOf3::B(view! { <p>"Votre organisation n’a pas encore déposé de demande."</p> })
    } else {
        EitherOf3::C(view! {
            <p>"Aucune demande ne correspond à ce filtre."</p>
            <p><a class="fr-link" href=PATH>"Afficher toutes les demandes"</a></p>
        })
    };
    view! {
        <Title text=heading/>
        <Breadcrumb/>
        <h1>{heading}</h1>
        <p class="fr-text--lead">"Les demandes de votre organisation, que vos collègues voient aussi."</p>
        <p><a class="fr-btn" href="/demandes/nouvelle">"Nouvelle demande"</a></p>
        <FilterForm filter/>
        {content}
        <nav aria-label="Suite de la liste"><ul class="app-ways-on">{back} {next}</ul></nav>
    }
}

#[component]
fn FilterForm(filter: Filter) -> impl IntoView {
    let options = State::ALL.map(|(state, name, words)| {
        view! { <option value=name selected=filter.state == Some(state)>{words}</option> }
    });
    view! {
        <form class="app-filter" role="search" action=PATH>
            <div class="fr-input-group">
                <label class="fr-label" for=SEARCH>"L’objet commence par"</label>
                <input class="fr-input" id=SEARCH name=SEARCH type="search" autocomplete="off" value=filter.search/>
            </div>
            <div class="fr-select-group">
                <label class="fr-label" for=STATE>"État"</label>
                <select class="fr-select" id=STATE name=STATE>
                    <option value="">"Tous"</option>
                    {options.collect_view()}
                </select>
            </div>
            <button class="fr-btn fr-btn--secondary" type="submit">"Filtrer"</button>
        </form>
    }
}

#[component]
fn Requests(requests: Vec<ServiceRequest>, by_subject: bool) -> impl IntoView {
    let caption = if by_subject {
        "Demandes, par ordre alphabétique de l’objet"
    } else {
        "Demandes, de la plus récente à la plus ancienne"
    };
    let rows = requests.into_iter().map(|request| {
        let author = request.author.unwrap_or_else(|| ERASED.to_owned());
        [
            view! { <a class="fr-link" href=format!("{PATH}/{}", request.id)><bdi>{request.subject}</bdi></a> }.into_any(),
            view! { <StateBadge state=request.state/> }.into_any(),
            paris_time::in_words(request.filed_at).into_any(),
            view! { <bdi>{author}</bdi> }.into_any(),
        ]
    });
    view! { <Table caption columns=["Objet", "État", "Date de dépôt", "Déposée par"] rows=rows.collect()/> }
}

/// The state in a word.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    let severity = match state {
        State::Pending => Severity::Info,
        State::Accepted => Severity::Success,
        State::Refused => Severity::Error,
    };
    view! { <Badge severity>{state.words()}</Badge> }
}
