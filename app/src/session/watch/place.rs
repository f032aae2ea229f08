use leptos::prelude::location;

/// The page in the tab.
pub struct Place {
    /// The path and the query to which a login returns: an address may name a record in its query.
    pub address: String,
    /// True in place of the answer to a form, whose fields hold the text that was sent. The address of the tab is that of
    /// the function, to which a login cannot return, and its query is none of the page.
    pub is_an_answer: bool,
}

impl Place {
    /// The page of that path, which is in the tab.
    pub fn of(page: &str) -> Self {
        let (path, query) = (location().pathname(), location().search());
        let is_an_answer = path.is_ok_and(|path| path != page);
        let query = query.ok().filter(|_| !is_an_answer);
        Self {
            address: page.to_owned() + &query.unwrap_or_default(),
            is_an_answer,
        }
    }
}
