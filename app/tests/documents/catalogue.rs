//! `docs/refusals.md`, written from the texts of the pages and from the tables of errors.

use super::written::{self, COMMAND};
use app::refusals::{Explanation, NextStep, explain};
use proconnect::{
    error::{AuthorizationResponseError, Refusal},
    testing::{authorization_response::ISSUER_ERRORS, token_response::TOKEN_ERRORS},
};
use std::fmt::Write;

#[test]
fn the_catalogue_of_refusals_is_true() {
    written::check("docs/refusals.md", &write());
}

fn write() -> String {
    let refusals = Refusal::all();
    let mut pages: Vec<&Explanation> = Vec::new();
    for page in refusals.iter().map(|refusal| explain(*refusal)) {
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    let mut text = format!(
        "<!-- Written by `{COMMAND}`; a test fails when it is stale. -->\n\n{INTRODUCTION}\n\
         {} codes, {} pages.\n",
        refusals.len(),
        pages.len()
    );
    text.push_str(&errors());
    text.push_str("\n## Codes\n\n| code | status | page |\n|---|---|---|\n");
    for refusal in &refusals {
        let page = pages.iter().position(|page| *page == explain(*refusal));
        let (status, page) = (refusal.status().as_u16(), page.unwrap() + 1);
        writeln!(text, "| `{refusal}` | {status} | {page} |").unwrap();
    }
    text.push_str("\n## Pages\n");
    for (index, page) in pages.iter().enumerate() {
        text.push_str(&as_section(index + 1, page));
    }
    text
}

/// The errors of an issuer, with the code of each.
fn errors() -> String {
    let mut text = String::from(AUTHORIZATION_ERRORS);
    for known in ISSUER_ERRORS {
        let description = known.description.unwrap_or("any other, or none");
        let code = Refusal::from(known.reason);
        writeln!(text, "| `{}` | {description} | `{code}` |", known.error).unwrap();
    }
    for (fault, reason) in [
        ("any other", AuthorizationResponseError::RequestRefused),
        (
            "`iss` absent, although the issuer announces it (RFC 9207)",
            AuthorizationResponseError::IssuerMissing,
        ),
        (
            "`iss` of another issuer (RFC 9207)",
            AuthorizationResponseError::IssuerMismatch,
        ),
    ] {
        writeln!(text, "| {fault} | | `{}` |", Refusal::from(reason)).unwrap();
    }
    text.push_str(TOKEN_ERRORS_HEAD);
    for (error, reason) in TOKEN_ERRORS {
        writeln!(text, "| `{error}` | `{}` |", Refusal::from(reason)).unwrap();
    }
    text
}

fn as_section(number: usize, page: &Explanation) -> String {
    let offers = page.next_steps.iter().map(|step| match step {
        NextStep::StartAgain => "the same login once more",
        NextStep::ChangeAccount => "*Changer de compte*: a login with another address",
        NextStep::AskAgain => "*Réessayer*: the page that was asked for, since no other one opens",
        NextStep::BackHome => "*Retour à l’accueil*: no login helps",
    });
    let offers = offers.collect::<Vec<_>>().join("; ");
    let help = if page.at_proconnect {
        ", and links ProConnect’s help centre"
    } else {
        ""
    };
    let severity = page.severity.name();
    format!(
        "\n### {number}. {}\n\n\
         - Ce qui s’est passé : {}\n\
         - Que faire ? {}\n\
         - À qui demander de l’aide ? {}\n\
         - The page ({severity}) offers {offers}{help}.\n",
        page.title, page.what_happened, page.what_to_do, page.contact
    )
}

const INTRODUCTION: &str = "\
# Refusals

The refusals of this application, and the text that the agent reads for each. A refusal has a code, `step.reason`,
which is in the audit trail, in the response header `proconnect-refusal` and at the foot of the page.
The page also shows a reference: the `x-request-id` of the refused request, which every log line of that
request bears. It shows the date and the hour too, by the server's clock, and a message to the team repeats
all three. Nothing that the issuer wrote is shown or logged.

Each page has a main action, and quiet links to the home page and to the contact page. *Changer de compte*
asks for another address, and returns to the page that was asked for: see
[the decision](decisions/0008-another-address-changes-the-account.md). A refusal about the agent (`access.…`) also
shows the rule, and the agent as ProConnect knows them: roles, organisation, SIRET, address. A rule is worded with its
values (domains, organisations, roles), except a list of persons and the identifiers of identity providers.

A browser that is refused on the way of a login or of a logout is redirected to `/connexion/refus`: see
[the decision](decisions/0034-a-refusal-has-a-page-of-its-own.md). A development build shows every refusal
at `/developpement/refus`.
";

const AUTHORIZATION_ERRORS: &str = "
## Errors of the authorization response

Those of OpenID Connect Core 3.1.2.6, of RFC 6749 4.1.2.1 and of ProConnect. A description is compared to
the letter.

| error | error_description | becomes |
|---|---|---|
";

const TOKEN_ERRORS_HEAD: &str = "
## Errors of the token response

Those of RFC 6749 5.2. Any other becomes `token_response.refused`.

| error | becomes |
|---|---|
";
