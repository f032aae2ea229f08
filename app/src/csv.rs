//! A file of comma-separated values (RFC 4180), as spreadsheets in French open it.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

/// Spreadsheets read UTF-8 after this mark only.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The characters at the start of a cell that make it a formula (OWASP, CSV injection). A full-width sign is read as the
/// sign.
const OF_FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Writes rows. The separator is the semicolon: in French the comma is in numbers.
pub fn written<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let head = head.map(str::to_owned);
    let lines = std::iter::once(head).chain(rows).map(|row| {
        let cells = row.map(|text| cell(&text));
        cells.join(";") + "\r\n"
    });
    lines.fold(BYTE_ORDER_MARK.to_owned(), |file, line| file + &line)
}

/// A cell in quotes. An apostrophe before a formula makes it a text.
fn cell(text: &str) -> String {
    let is_formula = text
        .trim_start_matches([' ', '\n', '\u{a0}'])
        .starts_with(OF_FORMULAS);
    let apostrophe = if is_formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
}

/// The response that a browser saves under this name. No cache keeps it.
pub fn download(name: &str, file: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_cell_is_a_formula() {
        let rows = [["a;b".to_owned(), "dit \"oui\"\nfin".to_owned()]];
        let file = written(["Objet", "État"], rows.into_iter());
        assert_eq!(
            file,
            "\u{feff}\"Objet\";\"État\"\r\n\"a;b\";\"dit \"\"oui\"\"\nfin\"\r\n"
        );
        for formula in [
            "=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1",
        ] {
            assert_eq!(cell(formula), format!("\"'{formula}\""), "{formula:?}");
        }
        assert_eq!(cell("a=1"), "\"a=1\"");
        assert_eq!(cell(""), "\"\"");
    }
}
