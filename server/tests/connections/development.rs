use crate::{ports::free_port, program::Program, sockets::answer};

#[tokio::test]
async fn r07_a_login_in_development_works_at_any_port() {
    let port = free_port();
    let program = Program::start_at(port, None, &[("LEPTOS_RELOAD_PORT", "4101")]);
    let host = format!("localhost:{port}");
    let page = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let page = answer(program.address, page.as_bytes());
    assert!(page.contains(" ws://localhost:4101 "), "{page:.900}");
    let start = format!(
        "POST /auth/proconnect HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let answer = answer(program.address, start.as_bytes());
    let location = answer
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    let location = location.unwrap();
    assert!(
        location.contains(&format!("localhost%3A{port}%2Fauth")),
        "{location}"
    );
    // The issuer knows this client, and shows its login page.
    let browser = reqwest::Client::builder().cookie_store(true).no_proxy();
    let browser = browser.build().unwrap();
    let issuer = browser.get(location).send().await.unwrap();
    assert_eq!(issuer.status(), 200, "{}", issuer.text().await.unwrap());
}
