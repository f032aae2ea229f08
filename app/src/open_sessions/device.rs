/// The browsers by a mark of their `User-Agent`. The first mark that is found decides: Edge also bears the mark
/// of Chrome, and nearly all bear that of Safari.
const BROWSERS: [(&str, &str); 16] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Trident/", "Internet Explorer"),
    ("MSIE ", "Internet Explorer"),
    ("Safari/", SAFARI),
];

const SAFARI: &str = "Safari";

/// The systems by their mark, as the browsers.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", MAC),
    ("Linux", "Linux"),
    ("X11", "Unix"),
];

const MAC: &str = "Mac";

/// The marks of the browsers that run on iPhone and iPad only.
const MOBILE_APPLE: [&str; 3] = ["CriOS/", "FxiOS/", "EdgiOS/"];

/// The browser and the system, in words of this file alone: a browser may send any text.
pub fn in_words(user_agent: Option<&str>) -> String {
    let text = user_agent.unwrap_or_default();
    let browser = first(&BROWSERS, text).filter(|name| *name != SAFARI || is_safari(text));
    let system = first(&SYSTEMS, text).map(|name| match (name, browser) {
        // An iPad that asks for pages as a computer does sends the mark of a Mac.
        (MAC, Some(SAFARI)) => "Mac ou iPad",
        (MAC, _) if MOBILE_APPLE.iter().any(|mark| text.contains(mark)) => "iPad",
        (name, _) => name,
    });
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} sur {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("{UNKNOWN}, sur {system}"),
        (None, None) => UNKNOWN.to_owned(),
    }
}

const UNKNOWN: &str = "Un navigateur que nous ne reconnaissons pas";

/// Other browsers bear the mark of Safari, but not that of its version.
fn is_safari(text: &str) -> bool {
    text.contains("Version/") && !text.contains("Android")
}

fn first(table: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    let mut rows = table.iter();
    rows.find_map(|(mark, name)| text.contains(mark).then_some(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f9_common_browsers_and_systems_are_recognised() {
        const KHTML: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        const IOS: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        const MACOS: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
        const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64";
        for (user_agent, words) in [
            (
                format!("{WINDOWS}; rv:145.0) Gecko/20100101 Firefox/145.0"),
                "Firefox sur Windows",
            ),
            (
                format!("{WINDOWS}) {KHTML} Chrome/142.0.0.0 Safari/537.36"),
                "Chrome sur Windows",
            ),
            (
                format!("{WINDOWS}) {KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"),
                "Edge sur Windows",
            ),
            (
                format!("{WINDOWS}) {KHTML} Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0"),
                "Opera sur Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko".into(),
                "Internet Explorer sur Windows",
            ),
            (
                format!("{MACOS} {KHTML} Chrome/142.0.0.0 Safari/537.36"),
                "Chrome sur Mac",
            ),
            (
                format!("{MACOS} {IOS} Version/26.1 Safari/605.1.15"),
                "Safari sur Mac ou iPad",
            ),
            (
                format!("{MACOS} {IOS} CriOS/142 Version/15.6 Safari/605.1.15"),
                "Chrome sur iPad",
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) {IOS} Version/26.1 Mobile/15E148 Safari/604.1"
                ),
                "Safari sur iPhone",
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) {IOS} FxiOS/145.0 Mobile/15E148 Safari/605.1.15"
                ),
                "Firefox sur iPhone",
            ),
            (
                format!(
                    "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) {IOS} EdgiOS/142.0 Version/18.0 Mobile/15E148 Safari/604.1"
                ),
                "Edge sur iPad",
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/142.0.0.0 Mobile Safari/537.36"
                ),
                "Chrome sur Android",
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 10; K) {KHTML} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36"
                ),
                "Samsung Internet sur Android",
            ),
            (
                "Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0".into(),
                "Firefox sur Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
                "Firefox sur Linux",
            ),
            (
                format!(
                    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/142.0.0.0 Safari/537.36"
                ),
                "Chrome sur ChromeOS",
            ),
            (
                "Mozilla/5.0 (Haiku) Gecko/20100101 Firefox/140.0".into(),
                "Firefox",
            ),
        ] {
            assert_eq!(in_words(Some(&user_agent)), words, "{user_agent}");
        }
    }

    #[test]
    fn f9_no_text_of_a_browser_is_repeated() {
        let unknown = "Un navigateur que nous ne reconnaissons pas";
        assert_eq!(in_words(None), unknown);
        for hostile in [
            "",
            "curl/8.5.0",
            "<script>alert(1)</script>",
            "Votre banque vous parle",
            "Safari/537.36",
            "firefox/145.0",
            "\u{202e}xoferiF",
        ] {
            assert_eq!(in_words(Some(hostile)), unknown, "{hostile}");
        }
        let words = in_words(Some("<b>Firefox/<script> (Windows) \"' Ce poste est sûr"));
        assert_eq!(words, "Firefox sur Windows");
        let words = in_words(Some(
            "Mozilla/5.0 (Linux; Android 4.0) Version/4.0 Safari/534",
        ));
        assert_eq!(words, format!("{unknown}, sur Android"));
    }
}
