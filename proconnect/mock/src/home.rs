mod agents;
mod attack;
mod clients;
mod faults;
mod page;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use maud::Markup;
use std::sync::Arc;
use url::form_urlencoded;

use crate::error_page::ErrorPage;
use crate::fault::{PlannedFault, Until};
use crate::issuer::Issuer;
use crate::parameters::Parameters;
use crate::same_origin::SameOrigin;
use crate::search::{self, Search};

/// `GET /`: the registered clients, the agents and the faults, which the parameter `recherche`
/// filters.
pub async fn get(State(issuer): State<Arc<Issuer>>, RawQuery(query): RawQuery) -> Markup {
    page::home(&issuer, &Search::of_query(query))
}

/// `POST /faults`: plans the fault of a button.
pub async fn plan(
    _: SameOrigin,
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, ErrorPage> {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let fault = form.get("fault").and_then(|name| name.parse().ok());
    let until = form.get("until").unwrap_or_default().parse::<Until>();
    let (Some(fault), Ok(until)) = (fault, until) else {
        let message = "fault must be one of the faults, and until one of their durations";
        return Err(ErrorPage::bad_request(message));
    };
    issuer.faults.plan(PlannedFault {
        fault,
        until,
        client_id: None,
    });
    Ok(back(&form))
}

/// `POST /faults/clear`: removes the planned faults.
pub async fn clear(
    _: SameOrigin,
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Redirect {
    issuer.faults.clear();
    back(&Parameters::from_form(&headers, &body).unwrap_or_default())
}

/// To the planned faults, with the same search.
fn back(form: &Parameters) -> Redirect {
    let Some(typed) = form.get(search::PARAMETER) else {
        return Redirect::to("/#prevues");
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair(search::PARAMETER, typed)
        .finish();
    Redirect::to(&format!("/?{query}#prevues"))
}
