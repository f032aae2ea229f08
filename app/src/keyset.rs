//! A list that is read page by page by the key of its last row, in the order of an index. No row is counted or passed
//! over: a page far from the beginning costs as much as the first one.

/// The form of a list. The values of its statement: `$1` the organisation, `$2` the group, `$3` and `$4` the range of the
/// key, `$5` the row after which the page begins. The table has an index on the organisation, the group (if any), the key
/// and the `id`.
#[derive(Debug, Clone, Copy)]
pub struct Keyset<'a> {
    /// The reading, up to `WHERE organisation_id = $1`.
    pub select: &'a str,
    /// The table.
    pub table: &'a str,
    /// The column of text that is equal in all rows, for a filter.
    pub group: Option<&'a str>,
    /// The column of the order.
    pub key: &'a str,
    /// True for the rows from `$3` to before `$4`, in ascending order; false for all, the last one first.
    pub is_range: bool,
    /// True for the rows after the one whose `id` is `$5`.
    pub is_after: bool,
}

impl Keyset<'_> {
    /// The statement. The order of each form is that of one index, which no other index has: no row is read that is not
    /// returned. With `group = $2`, PostgreSQL could read the index of another form, and pass over the rows of other
    /// groups.
    #[must_use]
    pub fn statement(&self, limit: usize) -> String {
        let Self {
            select, table, key, ..
        } = self;
        let group = self.group.map(|group| format!("{group}, "));
        let value = group.as_ref().map_or("", |_| "CAST($2 AS TEXT), ");
        let group = group.unwrap_or_default();
        let (mut from, mut to) = match self.group {
            _ if self.is_range => (
                format!(" AND ({group}{key}) >= ({value}$3)"),
                format!(" AND ({group}{key}) < ({value}$4)"),
            ),
            Some(group) => (format!(" AND {group} >= $2"), format!(" AND {group} <= $2")),
            None => (String::new(), String::new()),
        };
        if self.is_after {
            // In place of the other bound: with both, SQLite would begin at the other.
            let place = format!(
                "SELECT {value}{key}, id FROM {table} WHERE organisation_id = $1 AND id = $5"
            );
            if self.is_range {
                from = format!(" AND ({group}{key}, id) > ({place} AND {key} >= $3)");
            } else {
                to = format!(" AND ({group}{key}, id) < ({place})");
            }
        }
        let order = if self.is_range { "ASC" } else { "DESC" };
        let group = group.replace(',', &format!(" {order},"));
        format!("{select}{from}{to} ORDER BY {group}{key} {order}, id {order} LIMIT {limit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_at_a_row_and_counts_none() {
        let all = Keyset {
            select: "SELECT id FROM notes WHERE organisation_id = $1",
            table: "notes",
            group: None,
            key: "at",
            is_range: false,
            is_after: false,
        };
        assert_eq!(
            all.statement(3),
            "SELECT id FROM notes WHERE organisation_id = $1 ORDER BY at DESC, id DESC LIMIT 3"
        );
        let after = Keyset {
            group: Some("state"),
            is_after: true,
            ..all
        };
        assert_eq!(
            after.statement(3),
            "SELECT id FROM notes WHERE organisation_id = $1 AND state >= $2 AND (state, at, id) < \
             (SELECT CAST($2 AS TEXT), at, id FROM notes WHERE organisation_id = $1 AND id = $5) \
             ORDER BY state DESC, at DESC, id DESC LIMIT 3"
        );
    }
}
