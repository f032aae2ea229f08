use leptos::prelude::document;
use std::cell::RefCell;

thread_local! {
    /// The title of the page, while another title is in its place.
    static REPLACED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts `mark` before the title of the page, or takes it away. The mark stays once, whatever other
/// marks there are.
pub fn mark(mark: &str, is_set: bool) {
    REPLACED.with_borrow_mut(|replaced| match replaced {
        Some(title) => *title = marked(title, mark, is_set),
        None => document().set_title(&marked(&document().title(), mark, is_set)),
    });
}

/// Shows another title than that of the page, or with `None` that of the page again.
pub fn replace(by: Option<&str>) {
    REPLACED.with_borrow_mut(|replaced| match by {
        Some(title) => {
            replaced.get_or_insert_with(|| document().title());
            document().set_title(title);
        }
        None => {
            if let Some(title) = replaced.take() {
                document().set_title(&title);
            }
        }
    });
}

fn marked(title: &str, mark: &str, is_set: bool) -> String {
    let (before, after) = title.split_once(mark).unwrap_or(("", title));
    let mark = if is_set { mark } else { "" };
    [mark, before, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_there_once_and_leaves_the_others() {
        let error = marked("Page", "Erreur : ", true);
        let both = marked(&error, "(Fin) ", true);
        assert_eq!(both, "(Fin) Erreur : Page");
        assert_eq!(marked(&both, "(Fin) ", true), both);
        assert_eq!(marked(&both, "Erreur : ", false), "(Fin) Page");
        assert_eq!(marked("Page", "(Fin) ", false), "Page");
    }
}
