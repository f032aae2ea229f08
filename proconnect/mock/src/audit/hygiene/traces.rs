//! Stack traces and errors of databases on a page.

use crate::audit::text::Text;

/// The endings of source files, as a place in the source begins: `main.rs:12`.
const SOURCES: [&str; 11] = [
    ".js:", ".mjs:", ".cjs:", ".ts:", ".py:", ".rb:", ".rs:", ".go:", ".java:", ".kt:", ".php:",
];

const TRACES: [&str; 8] = [
    "Traceback (most recent call last)",
    "<title>Werkzeug Debugger",
    "<code>DEBUG = True</code>",
    "stack backtrace:\n",
    "goroutine 1 [running]",
    "Stack trace:\n#0",
    "<b>Fatal error</b>:",
    "(Native Method)",
];

const DATABASES: [&str; 9] = [
    "SQLSTATE[",
    "You have an error in your SQL syntax",
    "sqlite3.OperationalError",
    "SQLITE_ERROR",
    "psycopg2.errors",
    "PG::UndefinedTable",
    "PG::SyntaxError",
    "syntax error at or near",
    "ORA-00",
];

/// What `body` shows, if anything.
pub fn of(body: &str) -> Option<Text> {
    if DATABASES.iter().any(|sign| body.contains(sign)) {
        return Some(Text::new(
            "une erreur de la base de données",
            "an error of the database",
        ));
    }
    let is_trace = TRACES.iter().any(|sign| body.contains(sign))
        || SOURCES.iter().any(|ending| has_line_after(body, ending))
        || has_line_of_php(body);
    is_trace.then_some(Text::new("une trace d’exécution", "a stack trace"))
}

/// Whether a line number follows `ending` somewhere in `body`.
fn has_line_after(body: &str, ending: &str) -> bool {
    body.match_indices(ending).any(|(place, _)| {
        let after = body.get(place + ending.len()..);
        after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// `index.php on line 12`, with or without markup.
fn has_line_of_php(body: &str) -> bool {
    [".php on line ", ".php</b> on line <b>", ".php("]
        .iter()
        .any(|ending| has_line_after(body, ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_of_every_language_are_seen() {
        for body in [
            "Traceback (most recent call last):\n  File \"app.py\", line 3",
            "<pre>Error: no<br> &nbsp; &nbsp;at /srv/app/index.js:12:34</pre>",
            "app/models/user.rb:12:in `find'",
            "\tat fr.gouv.Service.login(Service.java:42)",
            "<b>Fatal error</b>:  Uncaught Exception in <b>/srv/index.php</b> on line <b>3</b>",
            "thread 'main' panicked at src/main.rs:3:5",
            "goroutine 1 [running]:\nmain.main()",
            "SQLSTATE[42P01]: undefined table",
        ] {
            assert!(of(body).is_some(), "{body}");
        }
    }

    #[test]
    fn ordinary_pages_show_no_trace() {
        for body in [
            "<script src=\"/pkg/app.js\"></script><script type=module>import './a.ts'</script>",
            "Rendez-vous at home, à 12:30. Voir config.rb: c’est là.",
            "<a href=\"/aide.php?x=1\">eyJ</a>",
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }
}
