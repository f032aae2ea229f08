//! The scopes that `ProConnect` grants by default, and how to ask for the others.
//! `docs/configuration.md` has the same table.

/// How a production client gets a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    ByDefault,
    OnRequest(&'static str),
}

const BY_MAIL: Grant = Grant::OnRequest(
    "par courriel à support.partenaires@mail.proconnect.gouv.fr, avec l’usage prévu",
);

const BY_DATAPASS: Grant =
    Grant::OnRequest("en le nommant dans la demande DataPass, avec l’usage prévu");

const GRANTS: [(&str, Grant); 17] = [
    ("openid", Grant::ByDefault),
    ("given_name", Grant::ByDefault),
    ("usual_name", Grant::ByDefault),
    ("email", Grant::ByDefault),
    ("siret", Grant::ByDefault),
    ("idp_id", Grant::ByDefault),
    ("organization_label", Grant::ByDefault),
    ("uid", BY_DATAPASS),
    ("siren", BY_DATAPASS),
    ("phone", BY_DATAPASS),
    ("custom", BY_MAIL),
    ("roles", BY_MAIL),
    ("idp_acr", BY_MAIL),
    ("organizational_unit", BY_MAIL),
    ("belonging_population", BY_MAIL),
    ("chorusdt", BY_MAIL),
    ("groups", BY_MAIL),
];

/// How the scope is granted. An unknown one is asked for by mail.
pub fn grant_of(scope: &str) -> Grant {
    let known = GRANTS.iter().find(|(name, _)| *name == scope);
    known.map_or(BY_MAIL, |(_, grant)| *grant)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the table in `docs/configuration.md`: the scopes, whether they are granted by
    /// default, and how to ask for them.
    fn documented() -> Vec<(Vec<&'static str>, &'static str, &'static str)> {
        let page = include_str!("../../../../../docs/configuration.md");
        let (_, table) = page.split_once("| scope | granted by default |").unwrap();
        let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
        rows.map(|row| {
            let mut cells = row.split('|').map(str::trim).skip(1);
            let names = cells.next().unwrap().split(',');
            let names = names.map(|name| name.trim().trim_matches('`')).collect();
            (names, cells.next().unwrap(), cells.next().unwrap())
        })
        .collect()
    }

    #[test]
    fn the_table_of_the_documentation_is_the_same() {
        for (names, by_default, how) in documented() {
            for name in names {
                let expected = match () {
                    () if by_default == "yes" => Grant::ByDefault,
                    () if how.contains("DataPass") => BY_DATAPASS,
                    () => BY_MAIL,
                };
                assert_eq!(grant_of(name), expected, "{name}");
            }
        }
    }
}
