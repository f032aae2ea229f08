use super::{page, paths};
use app::{
    access::Access,
    accounts::{admission::DECISIONS_KEPT, invitations::VALID_DAYS, personal_data::PERSONAL_DATA},
    page::Pages,
    pages::PAGES,
    service,
};

/// Each table with data of a person has words on the page, and each duration is that of the code.
#[tokio::test]
async fn the_page_on_personal_data_lists_what_is_kept_and_for_how_long() {
    let html = page("/donnees-personnelles", None).await.html;
    let rows: Vec<_> = html.split("<tr role=\"row\">").collect();
    let row = |words: &str| *rows.iter().find(|row| row.contains(words)).unwrap();
    for kept in PERSONAL_DATA {
        let words = match kept.name {
            "access_decisions" => "Décisions d’accès",
            "invitations" => "Invitation",
            "memberships" => "Appartenance",
            "blocked_aliases" => "Autres identifiants",
            "service_requests" | "service_request_events" => "Demandes et décisions",
            "agents" => "Compte",
            other => panic!("{other} has no row on the page"),
        };
        assert_eq!(
            kept.delete.is_none(),
            row(words).contains("sans votre nom"),
            "{words}"
        );
    }
    assert!(
        row("Invitation").contains(&format!("{VALID_DAYS}\u{a0}jours")),
        "{html}"
    );
    assert_eq!(DECISIONS_KEPT.num_days(), 365);
    assert!(row("Décisions d’accès").contains("Un an"), "{html}");
}

#[tokio::test]
async fn the_publisher_and_the_host_can_be_reached_by_telephone() {
    let html = page("/mentions-legales", None).await.html;
    for phone in [service::PUBLISHER_PHONE, service::HOST_PHONE] {
        assert!(
            html.contains(&format!("Téléphone\u{a0}: {phone}")),
            "{html}"
        );
    }
}

#[tokio::test]
async fn the_accessibility_statement_has_every_section_of_the_official_model() {
    let html = page("/accessibilite", None).await.html;
    let mut last = 0;
    for part in [
        ">Schéma pluriannuel d’accessibilité",
        ">Actions réalisées",
        ">Plan d’action de l’année",
        "Cette déclaration d’accessibilité s’applique",
        "<h2>État de conformité</h2>",
        "avec le référentiel général d’amélioration de l’accessibilité (RGAA), version\u{a0}4.1",
        "<h3>Résultats des tests</h3>",
        "<h2>Contenus non accessibles</h2>",
        "<h3>Non-conformités</h3>",
        "<h3>Dérogations pour charge disproportionnée</h3>",
        "<h3>Contenus non soumis à l’obligation d’accessibilité</h3>",
        "<h2>Établissement de cette déclaration d’accessibilité</h2>",
        "<h3>Technologies utilisées pour la réalisation du site</h3>",
        "<h3>Environnement de test</h3>",
        "<h3>Outils pour évaluer l’accessibilité</h3>",
        "<h3>Pages du site ayant fait l’objet de la vérification de conformité</h3>",
        "<h2>Retour d’information et contact</h2>",
        "<h2>Voies de recours</h2>",
        "Cette procédure est à utiliser dans le cas suivant\u{a0}: vous avez signalé au responsable du site",
        "Libre réponse\u{a0}71120",
    ] {
        let found = html.find(part);
        assert!(found.is_some_and(|at| at > last), "{part} in {html}");
        last = found.unwrap();
    }
}

#[tokio::test]
async fn the_site_map_is_in_sections_and_explains_each_badge() {
    let html = page("/plan-du-site", None).await.html;
    let main = html.split("<main").nth(1).unwrap();
    let sections: Vec<_> = main.split("<h2>").collect();
    assert_eq!(sections.len(), 5, "{main}");
    let linked = Pages(PAGES).linked();
    for listed in linked.filter(|page| page.path != "/plan-du-site") {
        let link = format!("<a class=\"fr-link\" href=\"{}\"", listed.path);
        let link_first = format!("<a href=\"{}\" class=\"fr-link\"", listed.path);
        let holds = |part: &&&str| part.contains(&link) || part.contains(&link_first);
        assert_eq!(sections.iter().filter(holds).count(), 1, "{link} in {main}");
    }
    let legend = sections[4];
    let restrictions = PAGES.iter().filter(|page| page.access != Access::Public);
    for access in restrictions.map(|page| page.access) {
        let (name, meaning) = (access.restriction().unwrap(), access.meaning());
        let entry = format!(">{name}</span></dt><dd>{meaning}</dd>");
        assert_eq!(legend.matches(&entry).count(), 1, "{entry} in {legend}");
    }
}

/// Dates, in every page: neither « 24 novembre » nor « novembre 2026 » may break over two lines.
#[tokio::test]
async fn no_date_breaks_over_two_lines() {
    let months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    for path in paths() {
        let html = page(path, None).await.html;
        for month in months {
            for (at, _) in html.match_indices(month) {
                let before = html[..at].trim_end_matches(' ');
                let after = &html[at + month.len()..];
                let follows_a_day =
                    before.len() < at && before.ends_with(|c: char| c.is_ascii_digit());
                let precedes_a_year = after.starts_with(" 20") || after.starts_with(" 19");
                assert!(!follows_a_day && !precedes_a_year, "{month} on {path}");
            }
        }
    }
}
