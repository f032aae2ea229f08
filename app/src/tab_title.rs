use leptos::prelude::document;

/// Puts `mark` before the title of the tab, or takes it away. It stays once, whatever other marks
/// there are.
pub fn mark(mark: &str, is_set: bool) {
    let title = document().title();
    let bare = match title.split_once(mark) {
        Some((before, after)) => format!("{before}{after}"),
        None => title,
    };
    document().set_title(&if is_set {
        format!("{mark}{bare}")
    } else {
        bare
    });
}
