//! The roles of ProConnect, in words.

/// The role that `ProConnect` gives to the agents of the public sector.
pub const PUBLIC_AGENT: &str = "agent_public";

/// Returns the label of a role that ProConnect documents; `None` for another, which a page shows as received.
pub fn label(role: &str) -> Option<&'static str> {
    Some(match role {
        PUBLIC_AGENT => "Agent public",
        "agent_public_etat" => "Agent public de l’État",
        "agent_public_territorial" => "Agent public d’une collectivité territoriale",
        "agent_public_hospitalier" => "Agent public d’un établissement hospitalier",
        "agent_public_L100-3" => "Agent d’un organisme chargé d’une mission de service public",
        "dirigeant" => "À la tête d’une entreprise",
        _ => return None,
    })
}

/// The roles in words, the general role left out where a more precise one contains it: `agent_public` beside
/// `agent_public_etat`.
pub fn in_words(roles: &[String]) -> Vec<String> {
    let is_more_precise = |role: &String| role.starts_with("agent_public_");
    let general = !roles.iter().any(is_more_precise);
    let shown = roles.iter().filter(|role| general || *role != PUBLIC_AGENT);
    shown
        .map(|role| label(role).map_or_else(|| role.clone(), str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_shown_in_words_and_an_unknown_one_as_received() {
        for (roles, words) in [
            (&["agent_public"][..], &["Agent public"][..]),
            (
                &["agent_public", "agent_public_etat"],
                &["Agent public de l’État"],
            ),
            (
                &["dirigeant", "agent_secret"],
                &["À la tête d’une entreprise", "agent_secret"],
            ),
            (&[], &[]),
        ] {
            let roles: Vec<_> = roles.iter().map(|role| (*role).to_owned()).collect();
            assert_eq!(in_words(&roles), words);
        }
    }
}
