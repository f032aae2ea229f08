//! The type of a row of the table of pages, and the table in the context of a document.

use crate::{access::Access, accounts::scope::Scope, agent::Agent, database::DatabaseError};
use axum::response::Response;
use http::StatusCode;
use leptos::{prelude::*, tachys::html::InertElement};
use std::pin::Pin;

/// The path of the page that offers a login, which the frame, the guard and refusals link to.
pub const LOG_IN: &str = "/connexion";

/// The path of the signed-in agent's own page, which the frame links to.
pub const ACCOUNT: &str = "/mon-compte";

/// A page with an address of its own.
#[derive(Clone, Copy)]
pub struct Page {
    /// The address, as Axum writes it: `/demandes/{id}` has a parameter.
    pub path: &'static str,
    /// The title of the document, and the text of the links to the page.
    pub title: &'static str,
    /// The access that the guard enforces.
    pub access: Access,
    /// The part of the frame that links to it.
    pub place: Place,
    /// The page in a sentence: its description for search engines and link previews, and the text of its
    /// tile.
    pub summary: &'static str,
    /// The content of the page.
    pub view: View,
}

impl Page {
    /// The page being rendered; `None` for a document that replaces a response (an error, a
    /// refusal).
    pub fn current() -> Option<&'static Self> {
        use_context::<CurrentPage>().map(|CurrentPage(page)| page)
    }

    /// Whether the path is this page's, with a value for each parameter.
    fn is_filled_in_by(&self, path: &str) -> bool {
        let is_same = |(pattern, part): (&str, &str)| {
            pattern == part || (pattern.starts_with('{') && !part.is_empty())
        };
        let (patterns, parts) = (self.path.split('/'), path.split('/'));
        patterns.clone().count() == parts.clone().count() && patterns.zip(parts).all(is_same)
    }

    /// Whether the path has a parameter: no part of the frame and no list of pages can link to it.
    pub fn has_parameter(&self) -> bool {
        self.path.contains('{')
    }
}

/// The page being rendered, in context.
#[derive(Clone, Copy)]
pub struct CurrentPage(pub &'static Page);

/// The part of the frame that links to a page, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The main menu, for those who may open the page.
    Menu,
    /// The row of links at the foot of every page.
    Footer,
    /// No link in the frame.
    Elsewhere,
}

/// The content of a page.
#[derive(Clone, Copy)]
pub enum View {
    /// For visitors and agents; `None` is a visitor.
    Anyone(fn(Option<Agent>) -> InertElement),
    /// For a signed-in agent.
    Agent(fn(Agent) -> InertElement),
    /// For a signed-in agent, with data that are read first.
    Loaded(fn(Agent) -> Loading),
    /// For a member of an organisation ([`Access::Membership`]), with the data of that organisation.
    Scoped(fn(Scope) -> Loading),
    /// A file, for a member of an organisation.
    Download(fn(Scope) -> Download),
}

/// Reads the content of a file. An error is the status of the page that is shown instead.
pub type Download = Pin<Box<dyn Future<Output = Result<Response, StatusCode>> + Send>>;

/// Reads the data of a page, and writes its content. The contexts of a document are there, before and after
/// each `await`. An error is the status of the page that is shown instead.
pub type Loading = Pin<Box<dyn Future<Output = Result<InertElement, StatusCode>> + Send>>;

/// The status of a page whose data cannot be read: the database does not answer.
impl From<DatabaseError> for StatusCode {
    fn from(error: DatabaseError) -> Self {
        tracing::error!(%error, "the data of a page cannot be read");
        Self::SERVICE_UNAVAILABLE
    }
}

/// Every page, in the order of the site map. It is in context while a document is rendered, so that
/// components find titles without depending on the pages.
#[derive(Clone, Copy)]
pub struct Pages(pub &'static [Page]);

impl Pages {
    /// The table of the document being rendered.
    pub fn current() -> Self {
        use_context().unwrap_or(Self(&[]))
    }

    /// Returns the row of this path.
    pub fn at(self, path: &str) -> Option<&'static Page> {
        self.0.iter().find(|page| page.path == path)
    }

    /// Returns the row of the page that an address leads to: of its own path, or of a path with parameters.
    /// The query and the fragment of the address are left out.
    pub fn of(self, address: &str) -> Option<&'static Page> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let is_filled_in = || self.0.iter().find(|page| page.is_filled_in_by(path));
        self.at(path).or_else(is_filled_in)
    }

    /// The page that an address leads to, as a sentence quotes it.
    pub fn quoted(self, address: &str) -> String {
        match self.of(address) {
            Some(page) => format!("la page «\u{a0}{}\u{a0}»", page.title),
            None => "la page demandée".to_owned(),
        }
    }

    /// Returns the title of the page at this path.
    pub fn title(self, path: &str) -> &'static str {
        self.at(path).map_or("", |page| page.title)
    }

    /// The pages that a list can link to: those of a path without a parameter.
    pub fn linked(self) -> impl Iterator<Item = &'static Page> {
        self.0
            .iter()
            .filter(|page| !page.has_parameter() && !matches!(page.view, View::Download(_)))
    }

    /// Returns the pages that require a login and that this agent may be offered: the tiles of their home page.
    pub fn tiles(self, agent: &Agent) -> impl Iterator<Item = &'static Page> {
        let pages = self.linked().filter(|page| page.access != Access::Public);
        pages.filter(|page| page.access.is_offered_to(Some(agent)))
    }

    /// Returns the pages of this part of the frame that the agent may be offered.
    pub fn offered(
        self,
        place: Place,
        agent: Option<&Agent>,
    ) -> impl Iterator<Item = &'static Page> {
        let pages = self.linked().filter(move |page| page.place == place);
        pages.filter(move |page| page.access.is_offered_to(agent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: [Page; 2] = [row("/demandes"), row("/demandes/{id}")];

    const fn row(path: &'static str) -> Page {
        Page {
            path,
            title: "Demandes",
            access: Access::SignedIn,
            place: Place::Menu,
            summary: "Une phrase.",
            view: View::Agent(|_| InertElement::new("")),
        }
    }

    #[test]
    fn an_address_leads_to_its_own_page_or_to_one_that_it_fills_in() {
        let of = |path| Pages(&TABLE).of(path).map(|page| page.path);
        assert_eq!(of("/demandes"), Some("/demandes"));
        assert_eq!(of("/demandes/7"), Some("/demandes/{id}"));
        assert_eq!(of("/demandes/7?a=b#c"), Some("/demandes/{id}"));
        for other in ["/", "/demandes/", "/demandes/7/8", "/autre/7"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn a_page_whose_path_has_a_parameter_is_linked_nowhere() {
        let agent = Agent::example();
        let pages = Pages(&TABLE);
        let lists: [Vec<_>; 3] = [
            pages.linked().collect(),
            pages.tiles(&agent).collect(),
            pages.offered(Place::Menu, Some(&agent)).collect(),
        ];
        for list in lists {
            let paths: Vec<_> = list.iter().map(|page| page.path).collect();
            assert_eq!(paths, ["/demandes"]);
        }
    }
}
