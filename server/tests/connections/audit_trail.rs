use crate::journey::Site;
use serde_json::Value;

const ANGELA: &str = "angela.dubois@ministere.gouv.fr";

/// Logs in, is refused, logs out. Returns the output of the server.
async fn output_with(filter: &str) -> String {
    let site = Site::start(&[("RUST_LOG", filter), ("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let visitor = site.visitor();
    visitor.log_in(ANGELA).await;
    visitor.get("/auth/proconnect/callback?code=b").await;
    visitor.log_out().await;
    site.program.log()
}

/// The events of the trail, each of which is a whole line.
fn trail(output: &str) -> Vec<Value> {
    let lines = output
        .lines()
        .filter(|line| line.contains("\"log.logger\""));
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn f8_no_filter_of_the_logs_silences_the_trail() {
    for filter in ["off", "audit=off", "off,audit=off,server=off", "error"] {
        let output = output_with(filter).await;
        let trail = trail(&output);
        let names: Vec<&Value> = trail.iter().map(|event| &event["event.action"]).collect();
        let expected = ["admission", "login", "refusal", "logout"];
        assert_eq!(names, expected, "{filter}: {output}");
        for event in trail {
            assert_eq!(event["client.ip"], "203.0.113.7");
            assert_eq!(event["user_agent.original"], "Visitor/1.0");
            assert_eq!(event["user.hash"].as_str().unwrap().len(), 16, "{event}");
        }
    }
}

#[tokio::test]
async fn f8_the_line_of_a_request_has_the_id_of_the_platform_too() {
    let output = output_with("trace").await;
    assert_eq!(trail(&output).len(), 4, "the lines of the logs are beside");
    let platform = "platform_id=\"7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b\"";
    for event in trail(&output) {
        let id = event["http.request.id"].as_str().unwrap();
        let is_of_it = |line: &&str| line.contains("answered") && line.contains(id);
        // A terminal's colours are between a name and its value.
        let line = output.lines().find(is_of_it).unwrap();
        let plain = without_colours(line);
        assert!(plain.contains(platform), "{plain}");
        assert_eq!(
            event["labels.platform_request_id"],
            "7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b"
        );
    }
}

fn without_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}
