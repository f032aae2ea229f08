use leptos::prelude::*;

/// [Tableau](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/tableau). Each
/// row has one cell per column, and its first cell names the row. On a narrow screen the table
/// scrolls by itself, with the keyboard too.
#[component]
pub fn Table<const COLUMNS: usize>(
    caption: &'static str,
    columns: [&'static str; COLUMNS],
    rows: Vec<[&'static str; COLUMNS]>,
) -> impl IntoView {
    let head = columns.map(|column| view! { <th scope="col">{column}</th> });
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(index, cell)| {
            if index == 0 {
                view! { <th scope="row">{cell}</th> }.into_any()
            } else {
                view! { <td>{cell}</td> }.into_any()
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="fr-table">
            <div class="fr-table__wrapper">
                <div class="fr-table__container" role="region" aria-label=caption tabindex="0">
                    <div class="fr-table__content">
                        <table>
                            <caption>{caption}</caption>
                            <thead><tr>{head.collect_view()}</tr></thead>
                            <tbody>{rows.collect_view()}</tbody>
                        </table>
                    </div>
                </div>
            </div>
        </div>
    }
}
