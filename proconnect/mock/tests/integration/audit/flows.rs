//! Each flow is right about an honest service, and catches a careless one.

use super::subject::Careless::{self, *};
use super::subject::audit;

#[tokio::test(flavor = "multi_thread")]
async fn no_flow_finds_a_fault_in_an_honest_service() {
    let families = ["request", "browser", "logout", "logout-token"];
    let verdicts = audit(&[], &families).await;
    assert_eq!(verdicts.not_run(), Vec::<String>::new());
    assert_eq!(verdicts.findings(), Vec::<String>::new());
}

/// The page then shows the name of the agent alone, and each agent has another.
#[tokio::test(flavor = "multi_thread")]
async fn every_agent_is_seen_where_a_logout_shows_to_visitors_too() {
    let verdicts = audit(&[LogoutShownToAll], &["agents", "flow-page-hostile-names"]).await;
    assert_eq!(verdicts.findings(), Vec::<String>::new());
    assert_eq!(
        verdicts.of("flow-page-hostile-names").as_deref(),
        Some("AsExpected")
    );
}

/// A service with few workers, which wait for the issuer: the case is judged, and the wait is a finding.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_a_lie_keeps_busy_has_given_no_answer() {
    let verdicts = audit(&[StuckAfterFailure], &["token-status500"]).await;
    assert_eq!(verdicts.not_run(), Vec::<String>::new());
    assert_eq!(
        verdicts.findings(),
        ["token-status500: Unclean([NoAnswer(5s)])"]
    );
}

/// A case without its part in the service names that part.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_applies_to_no_part_of_the_service_gives_the_reason() {
    let cases = ["flow-request-pkce-fresh", "flow-session-cookie-secure"];
    let verdicts = audit(&[NoPkce], &cases).await;
    for (case, reason) in cases
        .into_iter()
        .zip(["the service uses no PKCE", "the service is not on https"])
    {
        let verdict = verdicts.of(case).unwrap();
        assert!(
            verdict.starts_with("NotTold(Some") && verdict.contains(reason),
            "{verdict}"
        );
    }
}

/// Habits, and the cases that must catch them.
const REQUESTS: &[(&[Careless], &[&str])] = &[
    (&[GuessableState], &["flow-request-state"]),
    (&[SameNonce], &["flow-request-nonce"]),
    (&[NoPkce], &["flow-request-pkce"]),
    (&[SamePkce], &["flow-request-pkce-fresh"]),
    (&[SecretInRequest], &["flow-request-secret"]),
    (&[AcrTwice], &["flow-request-acr"]),
    (&[HostFollowed], &["flow-request-forwarded-host"]),
];

const CALLBACKS: &[(&[Careless], &[&str])] = &[
    (
        &[StateIgnored, NonceIgnored, NoPkce],
        &[
            "flow-login-csrf",
            "flow-login-csrf-begun",
            "flow-login-csrf-stateless",
            "flow-login-code-injection",
        ],
    ),
    (
        &[StateGlobal],
        &["flow-login-csrf", "flow-login-csrf-begun"],
    ),
    (&[SamePkce, NonceIgnored], &["flow-login-code-injection"]),
    (
        &[AgentsByCode],
        &[
            "flow-login-replay-elsewhere",
            "flow-login-replay-after-logout",
        ],
    ),
    (&[FailureEndsSession], &["flow-login-back-button"]),
    (
        &[OneTab, FailureEndsSession],
        &["flow-login-two-tabs", "flow-login-two-tabs-reversed"],
    ),
    (&[CodeInAddress], &["flow-login-code-in-address"]),
    (&[ErrorReflected], &["flow-callback-markup"]),
    (&[ErrorInCookie], &["flow-callback-header-injection"]),
    (
        &[ErrorInHeader],
        &[
            "flow-callback-header-injection",
            "flow-callback-control-characters",
        ],
    ),
    (
        &[FragilePage],
        &[
            "flow-callback-bare",
            "flow-callback-markup",
            "flow-callback-oversized",
            "flow-callback-control-characters",
            "flow-callback-arrays",
            "flow-callback-methods",
        ],
    ),
    (&[StackTrace], &["flow-callback-bare"]),
];

const SESSIONS: &[(&[Careless], &[&str])] = &[
    (
        &[SessionKept],
        &["flow-session-fixation", "flow-session-fixation-invented"],
    ),
    (
        &[BareCookie],
        &[
            "flow-session-cookie-http-only",
            "flow-session-cookie-same-site",
        ],
    ),
    (
        &[SessionBeforeLogin],
        &[
            "flow-session-fixation",
            "flow-session-cookie-http-only",
            "flow-session-cookie-same-site",
        ],
    ),
    (&[CookieForAllSites], &["flow-session-cookie-same-site"]),
    (&[LoginCrossSite], &["flow-session-login-cross-site"]),
    (&[PagesCached], &["flow-page-cached"]),
    (&[PagesFramed], &["flow-page-framed"]),
    (&[NamesUnescaped], &["flow-page-hostile-names"]),
    (&[TokenShown], &["agent-etat"]),
    (
        &[OpenRedirect],
        &[
            "flow-return-absolute",
            "flow-return-protocol-relative",
            "flow-return-backslash",
            "flow-return-scheme-alone",
            "flow-return-whitespace",
            "flow-return-lookalike",
            "flow-return-script",
        ],
    ),
    (
        &[PrefixRedirect],
        &[
            "flow-return-protocol-relative",
            "flow-return-backslash",
            "flow-return-whitespace",
        ],
    ),
    (&[ReturnPathDecoded], &["flow-return-encoded"]),
    (&[ReturnPathInHeader], &["flow-return-header-injection"]),
];

const LOGOUTS: &[(&[Careless], &[&str])] = &[
    (&[LogoutLocalOnly], &["flow-logout-at-issuer"]),
    (
        &[LogoutWithoutHint],
        &["flow-logout-hint", "flow-logout-returns"],
    ),
    (
        &[LogoutAtReturn, LogoutTokenIgnored],
        &[
            "flow-logout-issuer-down",
            "logout-state-missing",
            "logout-wrong-state",
            "logout-not-registered",
            "logout-return-ignored",
            "logout-stranded",
        ],
    ),
    (
        &[LogoutKeepsSession, LogoutTokenIgnored],
        &["flow-logout-old-cookies"],
    ),
    (
        &[LogoutFragile],
        &["flow-logout-twice", "flow-logout-two-tabs"],
    ),
    (
        &[LogoutCrossSite, CookieForAllSites],
        &["flow-logout-cross-site"],
    ),
    (&[LogoutByGet], &["flow-logout-by-get"]),
    (&[ReturnUnchecked], &["flow-logout-forged-return"]),
    (
        &[LogoutTokenUnverified],
        &[
            "logout-token-event-missing",
            "logout-token-wrong-issuer",
            "logout-token-alg-none",
            "logout-token-other-key",
            "logout-token-expired",
        ],
    ),
    (
        &[LogoutTokenIgnored],
        &["flow-logout-token", "logout-token-session-missing"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn careless_requests_are_caught() {
    caught(REQUESTS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn careless_callbacks_are_caught() {
    caught(CALLBACKS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn careless_sessions_are_caught() {
    caught(SESSIONS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn careless_logouts_are_caught() {
    caught(LOGOUTS).await;
}

async fn caught(table: &[(&[Careless], &[&str])]) {
    let mut missed = Vec::new();
    for (habits, cases) in table {
        let verdicts = audit(habits, cases).await;
        let against = verdicts.against();
        let all = cases.iter();
        let not_caught = all.filter(|case| !against.iter().any(|caught| caught == *case));
        missed
            .extend(not_caught.map(|case| format!("{habits:?}: {case}: {:?}", verdicts.of(case))));
    }
    assert_eq!(missed, Vec::<String>::new());
}
