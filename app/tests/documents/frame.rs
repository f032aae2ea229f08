use super::{Answer, agent, in_attribute, in_text, options, page, page_with, paths};
use app::{
    access::Access,
    agent::Agent,
    error_document,
    page::{LOG_IN, Page, Place, View},
    pages::PAGES,
    refusal_document, service,
};
use http::StatusCode;
use proconnect::error::Refusal;

#[tokio::test]
async fn the_footer_has_the_states_sites_in_order_and_the_legal_row() {
    let html = page("/", None).await.html;
    let footer = html.split("<footer").nth(1).unwrap();
    let mut last = 0;
    let accessibility = format!(
        "Accessibilité\u{a0}: {}",
        service::ACCESSIBILITY.status.label()
    );
    for expected in [
        "https://www.info.gouv.fr/",
        "https://www.service-public.gouv.fr/",
        "https://www.legifrance.gouv.fr/",
        "https://www.data.gouv.fr/",
        "href=\"/plan-du-site\"",
        "href=\"/accessibilite\"",
        accessibility.as_str(),
        "href=\"/mentions-legales\"",
        "href=\"/donnees-personnelles\"",
        "href=\"/cookies\"",
        "licence etalab-2.0",
    ] {
        let found = footer.find(expected);
        assert!(found.is_some_and(|at| at > last), "{expected} in {footer}");
        last = found.unwrap();
    }
}

/// Whether the link is of the route's shape: `/demandes/7` of `/demandes/{id}`.
fn leads_to(link: &str, route: &str) -> bool {
    let (link, route): (Vec<_>, Vec<_>) = (link.split('/').collect(), route.split('/').collect());
    let same = |(part, pattern): (&&str, &&str)| {
        (part == pattern && !part.contains('{'))
            || (pattern.starts_with('{') && !part.is_empty() && !part.contains('{'))
    };
    link.len() == route.len() && link.iter().zip(&route).all(same)
}

#[test]
fn a_link_fills_in_the_parameters_of_its_route() {
    for (link, route, is_filled_in) in [
        ("/", "/", true),
        ("/demandes/7", "/demandes/{id}", true),
        ("/demandes/{id}", "/demandes/{number}", false),
        ("/demandes/", "/demandes/{id}", false),
        ("/demandes/7/8", "/demandes/{id}", false),
        ("/demande/7", "/demandes/{id}", false),
    ] {
        assert_eq!(leads_to(link, route), is_filled_in, "{link} {route}");
    }
}

/// Whether `public/` holds the file.
fn is_public_file(link: &str) -> bool {
    let public = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");
    !link.ends_with('/') && std::path::Path::new(&format!("{public}{link}")).is_file()
}

#[tokio::test]
async fn every_link_of_every_page_leads_to_a_page() {
    for path in paths() {
        let html = page(path, Some(agent())).await.html;
        let links = html.split("href=\"").skip(1);
        for link in links.filter_map(|rest| rest.split('"').next()) {
            let path_of_link = link.split('?').next().unwrap();
            let known = PAGES.iter().any(|page| leads_to(path_of_link, page.path));
            let elsewhere = ["https://", "mailto:", "#", "/pkg/"]
                .iter()
                .any(|scheme| link.starts_with(scheme));
            let is_file = link == "/manifest.webmanifest" || is_public_file(link);
            // The link of the island, to the current page.
            assert!(
                known || elsewhere || is_file || link.is_empty(),
                "{link} on {path}"
            );
        }
    }
}

#[tokio::test]
async fn the_current_page_is_marked_in_the_menu_and_ends_the_breadcrumb() {
    let html = page("/mon-compte", Some(agent())).await.html;
    assert_eq!(html.matches("aria-current=\"page\"").count(), 2, "{html}");
    assert!(
        html.contains("href=\"/mon-compte\" aria-current=\"page\""),
        "{html}"
    );
}

#[tokio::test]
async fn a_visitor_finds_the_way_in_on_every_page_and_comes_back_to_it() {
    let header = async |path: &str, agent| {
        let html = page(path, agent).await.html;
        let header = html.split("<header").nth(1).unwrap().to_owned();
        header.split("<nav").next().unwrap().to_owned()
    };
    for listed in PAGES.iter().filter(|page| !page.has_parameter()) {
        let path = listed.path;
        let way_in = match path {
            "/" | LOG_IN => LOG_IN.to_owned(),
            path => format!("{LOG_IN}?return_to={path}"),
        };
        let visitors = header(path, None).await;
        for part in [&format!("href=\"{way_in}\""), ">Se connecter</a>"] {
            assert!(visitors.contains(part), "{part} in {visitors}");
        }
        let agents = header(path, Some(agent())).await;
        assert!(!agents.contains("Se connecter"), "{agents}");
        assert!(agents.contains(">Mon compte\u{a0}: </span>"), "{agents}");
    }
}

#[tokio::test]
async fn every_page_describes_itself_to_search_engines_and_link_previews() {
    let mut descriptions = std::collections::HashSet::new();
    for listed in PAGES.iter().filter(|page| page.access == Access::Public) {
        let html = page(listed.path, None).await.html;
        let head = html.split("</head>").next().unwrap();
        let [title, summary, name] =
            [listed.title, listed.summary, service::NAME].map(in_attribute);
        for part in [
            format!("<meta name=\"description\" content=\"{summary}\">"),
            format!("<meta property=\"og:title\" content=\"{title}\">"),
            format!("<meta property=\"og:description\" content=\"{summary}\">"),
            format!("<meta property=\"og:site_name\" content=\"{name}\">"),
        ] {
            assert!(head.contains(&part), "{part} in {head}");
        }
        assert!(descriptions.insert(listed.summary), "{}", listed.summary);
    }
}

#[tokio::test]
async fn the_browsers_bars_have_the_colour_of_the_header() {
    let tokens = include_str!("../../../style/tokens.css");
    let surface = tokens.split("--surface: light-dark(").nth(1).unwrap();
    let (light, dark) = surface.split(')').next().unwrap().split_once(", ").unwrap();
    let color = |color: &str| format!("<meta name=\"theme-color\" content=\"{color}\"");
    let system = page("/", None).await.html;
    assert!(
        system.contains(&color(light)) && system.contains(&color(dark)),
        "{system}"
    );
    for (theme, color, other) in [
        ("light", color(light), color(dark)),
        ("dark", color(dark), color(light)),
    ] {
        let html = page_with("/", &format!("__Host-theme={theme}"), None)
            .await
            .html;
        assert!(html.contains(&color) && !html.contains(&other), "{html}");
    }
}

#[tokio::test]
async fn identifiers_and_the_targets_of_skip_links_are_there_once() {
    for path in paths() {
        let html = page(path, Some(agent())).await.html;
        for id in html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let count = html.matches(&format!(" id=\"{id}\"")).count();
            assert_eq!(count, 1, "{id} on {path}");
        }
        for target in ["content", "footer"] {
            assert!(html.contains(&format!(" id=\"{target}\"")), "{target}");
        }
    }
}

#[tokio::test]
async fn headings_never_skip_a_level() {
    for path in paths() {
        let html = page(path, Some(agent())).await.html;
        let mut last = 0;
        for rest in html.split("<h").skip(1) {
            let Some(level) = rest.chars().next().and_then(|c| c.to_digit(10)) else {
                continue;
            };
            assert!(level <= last + 1, "h{level} after h{last} on {path}");
            last = level;
        }
        assert!(last >= 1, "{path}");
    }
}

#[tokio::test]
async fn every_page_is_named_after_itself_and_the_service() {
    let admitted_to = |listed: &Page| Agent {
        has_second_factor: true,
        roles: match listed.access {
            Access::Role(role) => vec![role.to_owned()],
            _ => Vec::new(),
        },
        ..agent()
    };
    // A path with a parameter is not an address: its page may not be found.
    // A file has no title.
    let is_file = |listed: &Page| matches!(listed.view, View::Download(_));
    let named =
        |listed: &&Page| listed.path != LOG_IN && !listed.has_parameter() && !is_file(listed);
    for listed in PAGES.iter().filter(named) {
        let html = page(listed.path, Some(admitted_to(listed))).await.html;
        let [title, name] = [listed.title, service::NAME].map(in_text);
        let title = format!("<title>{title} — {name}</title>");
        assert!(html.contains(&title), "{title} in {html}");
    }
}

#[tokio::test]
async fn every_error_page_has_a_next_step_and_a_fault_of_ours_its_reference() {
    for status in [400, 401, 403, 404, 405, 413, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = super::answer("/x", move || error_document(options(), status)).await;
        assert_eq!(answer.status, status);
        let html = answer.html;
        assert!(html.contains(">Retour à l’accueil</a>"), "{html}");
        assert!(html.contains(service::CONTACT_EMAIL), "{html}");
        assert_eq!(
            html.contains("<code>abc123</code>"),
            status.is_server_error(),
            "{html}"
        );
    }
}

#[tokio::test]
async fn the_display_form_leads_back_to_its_page_but_never_to_an_address_of_the_journey() {
    let back = |html: &str, to: &str| html.contains(&format!("name=\"page\" value=\"{to}\">"));
    let html = page("/contact?a=1", None).await.html;
    assert!(back(&html, "/contact"), "{html}");
    let journey = page_with("/auth/proconnect/callback?code=s3cr3t", "", None).await;
    assert!(back(&journey.html, "/"), "{}", journey.html);
    assert!(!journey.html.contains("s3cr3t"), "{}", journey.html);
}

#[tokio::test]
async fn a_link_that_opens_a_window_announces_it() {
    for path in paths() {
        let html = page(path, None).await.html;
        let links = html
            .split("<a ")
            .skip(1)
            .filter_map(|rest| rest.split('>').next());
        for link in links.filter(|link| link.contains("target=\"_blank\"")) {
            assert!(link.contains("- nouvelle fenêtre\""), "{link} on {path}");
            assert!(
                link.contains("rel=\"noopener noreferrer external\""),
                "{link} on {path}"
            );
        }
    }
}

#[tokio::test]
async fn c4_a_refusal_and_an_error_show_who_is_signed_in_and_the_way_out() {
    let mut documents = Vec::new();
    for refusal in Refusal::all() {
        let document = move || {
            let reference = "abc123".to_owned();
            refusal_document(options(), refusal.into(), reference, None)
        };
        documents.push((
            super::answer_with("/x", "", Some(agent()), document).await,
            super::answer_with("/x", "", None, document).await,
        ));
    }
    for status in [400, 404, 405, 413, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        let document = move || error_document(options(), status);
        documents.push((
            super::answer_with("/x", "", Some(agent()), document).await,
            super::answer_with("/x", "", None, document).await,
        ));
    }
    let header = |answer: &Answer| {
        let html = answer.html.split("<header").nth(1).unwrap();
        html.split("<main").next().unwrap().to_owned()
    };
    for (agents, visitors) in documents {
        let signed_in = header(&agents);
        for part in [
            "<bdi>Angèle Dubois</bdi>",
            "action=\"/auth/proconnect/logout\"",
            "data-props=\"{&quot;agent&quot;:&quot;d1g3st&quot;,&quot;seconds_left&quot;:1800,&quot;idle_minutes&quot;:30,&quot;log_in&quot;:&quot;/auth/proconnect&quot;,&quot;page&quot;:&quot;/&quot;,&quot;level&quot;:null}\"",
        ] {
            assert!(signed_in.contains(part), "{part} in {signed_in}");
            assert!(!header(&visitors).contains(part), "{part}");
        }
        assert_eq!(agents.html.matches("<script").count(), 1);
        assert!(!visitors.html.contains("<script"));
    }
}

#[tokio::test]
async fn the_menu_and_the_tiles_show_only_pages_that_the_visitor_may_open() {
    let other = Agent {
        roles: Vec::new(),
        ..agent()
    };
    for visitor in [None, Some(agent()), Some(other)] {
        let html = page("/", visitor.clone()).await.html;
        let menu = html.split("aria-label=\"Menu principal\"").nth(1).unwrap();
        let menu = menu.split("</nav>").next().unwrap();
        for listed in PAGES {
            let link = format!("href=\"{}\"", listed.path);
            let is_offered = listed.access.is_offered_to(visitor.as_ref());
            // A file is linked from its page only.
            let is_file = matches!(listed.view, View::Download(_));
            let is_offered = is_offered && !listed.has_parameter() && !is_file;
            let in_menu = listed.place == Place::Menu && is_offered;
            assert_eq!(menu.contains(&link), in_menu, "{link} in {menu}");
            let tile = format!("<a {link}>{}</a></h3>", listed.title);
            let has_tile = visitor.is_some() && listed.access != Access::Public && is_offered;
            assert_eq!(html.contains(&tile), has_tile, "{tile} in {html}");
        }
    }
}

#[tokio::test]
async fn a_page_is_shown_only_to_agents_whom_its_row_allows() {
    let weak = Agent {
        roles: Vec::new(),
        ..agent()
    };
    for listed in PAGES {
        for visitor in [None, Some(weak.clone()), Some(agent())] {
            let html = page(listed.path, visitor.clone()).await.html;
            let heading = format!("<h1>{}</h1>", listed.title);
            let is_allowed = listed.access.allows(visitor.as_ref());
            assert!(is_allowed || !html.contains(&heading), "{html}");
        }
    }
}
