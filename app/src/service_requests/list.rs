use super::{
    model::{FILE, NEW, PATH, State},
    queries::{self, Filter, ServiceRequest},
};
use crate::{
    accounts::scope::Scope,
    components::{
        badge::Badge, breadcrumb::Breadcrumb, select::Select, severity::Severity, table::Table,
    },
    document::{title::Title, written::written},
    members,
    page::{Loading, Page},
    paris_time, request,
};
use leptos::{either::EitherOf3, prelude::*};

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
        let is_administrator = scope.is_administrator();
        Ok(written(
            view! { <ListPage requests has_more filter is_administrator/> },
        ))
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

/// The page of the list: the filter, the requests or the words in their place, and the way to the next ones.
#[component]
pub fn ListPage(
    requests: Vec<ServiceRequest>,
    has_more: bool,
    filter: Filter,
    is_administrator: bool,
) -> impl IntoView {
    let heading = Page::current().map_or("", |page| page.title);
    let is_search = !filter.search.is_empty();
    let is_all = !is_search && filter.state.is_none() && filter.after.is_none();
    let state = filter.state.map_or("", State::name);
    let address = |path, after: &str| {
        request::address(
            path,
            &[(SEARCH, &filter.search), (STATE, state), (AFTER, after)],
        )
    };
    let next = requests
        .last()
        .filter(|_| has_more)
        .map(|last| address(PATH, &last.id.to_string()));
    let next =
        next.map(|next| view! { <li><a class="fr-link" href=next>"Demandes suivantes"</a></li> });
    let all = (is_search || !state.is_empty()).then(|| {
        view! { <li><a class="fr-link" href=PATH>"Afficher toutes les demandes"</a></li> }
    });
    let first = filter.after.map(|_| address(PATH, ""));
    let first = first.map(
        |first| view! { <li><a class="fr-link" href=first>"Retour au début de la liste"</a></li> },
    );
    // The menu does not know the role: this page does.
    let members = is_administrator.then(|| {
        view! { <li><a class="fr-link" href=members::page::PATH>"Membres de l’organisation"</a></li> }
    });
    let file = address(FILE, "");
    let content = match (requests.is_empty(), is_all) {
        (false, _) => EitherOf3::A(view! {
            <Requests requests is_search/>
            <p>
                <a class="fr-link" href=file download>"Télécharger ces demandes (CSV)"</a>
                <span class="fr-hint-text">" Pour un tableur\u{a0}; 10\u{a0}000\u{a0}demandes au plus."</span>
            </p>
        }),
        (true, true) => {
            EitherOf3::B(view! { <p>"Votre organisation n’a pas encore déposé de demande."</p> })
        }
        (true, false) => EitherOf3::C(view! {
            <p>"Aucune demande ne correspond à ce filtre."</p>
        }),
    };
    let options = State::ALL.map(|(_, name, words)| (name, words)).to_vec();
    view! {
        <Title text=heading/>
        <Breadcrumb/>
        <h1>{heading}</h1>
        <p class="fr-text--lead">"Les demandes de votre organisation, que vos collègues voient aussi."</p>
        <ul class="app-ways-on">
            <li><a class="fr-btn" href=NEW>"Nouvelle demande"</a></li>
            {members}
        </ul>
        <form class="app-filter" role="search" action=PATH>
            <div class="fr-input-group">
                <label class="fr-label" for=SEARCH>"L’objet commence par"</label>
                <input class="fr-input" id=SEARCH name=SEARCH type="search" autocomplete="off" value=filter.search.clone()/>
            </div>
            <Select name=STATE label="État" all="Tous" options chosen=state/>
            <button class="fr-btn fr-btn--secondary" type="submit">"Filtrer"</button>
        </form>
        {content}
        <ul class="app-ways-on">{first} {next} {all}</ul>
    }
}

#[component]
fn Requests(requests: Vec<ServiceRequest>, is_search: bool) -> impl IntoView {
    let caption = if is_search {
        "Demandes, par ordre alphabétique de l’objet"
    } else {
        "Demandes, de la plus récente à la plus ancienne"
    };
    let rows = requests.into_iter().map(|request| {
        let address = format!("{PATH}/{}", request.id);
        let author = request.author.unwrap_or_else(|| ERASED.to_owned());
        [
            view! { <a class="fr-link" href=address><bdi>{request.subject}</bdi></a> }.into_any(),
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
