use leptos::prelude::*;

/// [Tableau](https://www.systeme-de-design.gouv.fr/version-courante/fr/composants/tableau). Each
/// row has one cell per column, and its first cell names the row. On a narrow screen each row becomes a block,
/// in which the stylesheet writes the column before the cell. The roles repeat those of the elements, which
/// some browsers forget when a cell is displayed as a block.
#[component]
pub fn Table<const COLUMNS: usize, Cell: IntoView + 'static>(
    caption: &'static str,
    columns: [&'static str; COLUMNS],
    rows: Vec<[Cell; COLUMNS]>,
) -> impl IntoView {
    let head = columns.map(|column| view! { <th scope="col" role="columnheader">{column}</th> });
    let rows = rows.into_iter().map(|row| {
        let cells = columns.into_iter().zip(row).enumerate();
        let cells = cells.map(|(index, (column, cell))| {
            if index == 0 {
                view! { <th scope="row" role="rowheader">{cell}</th> }.into_any()
            } else {
                view! { <td role="cell" data-column=column>{cell}</td> }.into_any()
            }
        });
        view! { <tr role="row">{cells.collect_view()}</tr> }
    });
    view! {
        <div class="fr-table">
            <div class="fr-table__wrapper">
                <div class="fr-table__container">
                    <div class="fr-table__content">
                        <table class="app-stacked" role="table">
                            <caption>{caption}</caption>
                            <thead role="rowgroup"><tr role="row">{head.collect_view()}</tr></thead>
                            <tbody role="rowgroup">{rows.collect_view()}</tbody>
                        </table>
                    </div>
                </div>
            </div>
        </div>
    }
}
