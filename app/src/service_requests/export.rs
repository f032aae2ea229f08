use super::{
    list::{ERASED, filter_of_request},
    queries::{self, Filter, ServiceRequest},
};
use crate::{accounts::scope::Scope, csv, page::Download, paris_time};

/// Requests in a file at most. The file is written in memory: at most 10 000 times the 10 kB of the longest request.
const MOST: usize = 10_000;

const HEAD: [&str; 7] = [
    "Référence",
    "Objet",
    "État",
    "SIRET",
    "Déposée le",
    "Déposée par",
    "Description",
];

/// Writes the requests that the filter of the list lets pass, in the order of the list.
pub fn load(scope: Scope) -> Download {
    Box::pin(async move {
        let filter = Filter {
            after: None,
            ..filter_of_request()
        };
        let requests = queries::list(&scope, &filter, MOST).await?;
        let file = csv::written(HEAD, requests.into_iter().map(row));
        Ok(csv::download("demandes.csv", file))
    })
}

fn row(request: ServiceRequest) -> [String; 7] {
    [
        request.id.to_string(),
        request.subject,
        request.state.words().to_owned(),
        request.siret,
        paris_time::sortable(request.filed_at),
        request.author.unwrap_or_else(|| ERASED.to_owned()),
        request.description,
    ]
}
