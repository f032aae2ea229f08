//! `tables/conformance.md`, written from the run.

use super::modules::{Expected, Module, Outcome, Plan};
use std::fmt::Write;

pub const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p proconnect-assurance --test conformance";

pub fn begin() -> String {
    format!("<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}")
}

pub fn write_plan(text: &mut String, plan: &Plan) {
    let Plan { title, id, modules } = plan;
    write!(
        text,
        "\n## {title}\n\n`{id}`: {} modules.\n\n{HEAD}",
        modules.len()
    )
    .unwrap();
    for module in *modules {
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            module.name,
            module.issuer,
            expected(&module.expected),
            outcome(module.outcome),
            verdict(module),
        )
        .unwrap();
    }
}

fn expected(expected: &Expected) -> &'static str {
    match expected {
        Expected::Accept => "accept",
        Expected::Refuse => "refuse",
        Expected::Either => "either",
    }
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::SignedIn => "signed in".to_owned(),
        Outcome::SignedOut => "signed out".to_owned(),
        Outcome::Refused(code) => format!("`{code}`"),
    }
}

fn verdict(module: &Module) -> String {
    let verdict = if module.expected.allows(module.outcome) {
        "as demanded"
    } else {
        "**not as demanded**"
    };
    match module.note {
        "" => verdict.to_owned(),
        note => format!("{verdict}: {note}"),
    }
}

const HEAD: &str = "| module | what the issuer does | the Foundation demands | what happens | verdict |\n|---|---|---|---|---|\n";

const INTRODUCTION: &str = "\
# Conformance

The OpenID Foundation tests relying parties with modules: an issuer that behaves in one given way, and
what a relying party must do about it. Here is each module of four of its plans, under its own name,
told by [the mock](../../mock/README.md) and lived through by an application on the library: a browser,
the routes, the session, the calls to the issuer. A line is written only if all of this held:

- *signed in*: the account page shows the claims of userinfo; refused: the code is exactly the one
  given, and the next request is a visitor's;
- an ID token that is refused is followed by no call to userinfo;
- *signed out*: the application asked the issuer to end its session with a `state`, came back to its
  home page whatever `state` the address had, and its own session was over; in the last plan, the issuer's
  server sent a logout token by itself, and no browser took part.

This is a retelling, not the Foundation's suite, and no certification: see [below](#the-foundations-own-suite).
";

pub const SUITE: &str = "
## The Foundation's own suite

**It was not run for this project.** What follows is what its source and our settings say, for a team
that wants to run it; nothing of it was tried.

The [conformance suite](https://gitlab.com/openid/conformance-suite) is a server (Java 21, MongoDB, an
nginx with TLS) that plays the issuer at `https://localhost.emobix.co.uk:8443`, a name of this machine.
It needs Docker, or those three by hand, and some 3 GiB of memory; with its development mode on, nobody
logs in to it.

1. Create a plan with an alias, a static client (its identifier, a secret of 32 characters or more, the
   two addresses of `PROCONNECT_REDIRECT_URI` and `PROCONNECT_POST_LOGOUT_REDIRECT_URI`) and the variants
   `response_type=code`, `client_registration=static_client`, `request_type=plain_http_request`. Take
   `oidcc-client-basic-certification-test-plan`, `oidcc-client-config-certification-test-plan`,
   `oidcc-client-rp-initiated-logout-rp-basic` and `oidcc-client-back-channel-logout-rp-basic` (its
   `backchannel_logout_uri` is `…/auth/proconnect/backchannel-logout`). The secret goes as the metadata say: in the body if they
   have `client_secret_post`, else by HTTP Basic, which the first plan fixes for all its modules.
2. Let the application reach it. The issuer's address is `…/test/a/ALIAS/`, slash included: that is
   `PROCONNECT_DOMAIN`. Have the suite's certificate trusted by the system, or name it in
   `SSL_CERT_FILE`.
3. Ask only for what the suite has: `PROCONNECT_SCOPES=\"openid email\"`,
   `PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG=none` (its userinfo is JSON), and leave the
   `PROCONNECT_ACR_VALUES` empty.
4. Start the modules one by one. At each, restart the application, so that it reads the metadata anew,
   and log in (for those of logout, log out as well). Where the suite waits to see nothing, it takes a few
   seconds.

Certification is another step: the plans as they are, at the Foundation's own server, by the team that
answers for the service.
";
