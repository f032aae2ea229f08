//! The tokens of the matrix as seeds for the fuzzer. They belong to one login, whose private keys
//! are dropped at the end of the run that writes them.

use crate::{
    keys::{self, CLIENT_SECRET},
    row::{Case, Lie, Row},
    rows,
    token::{CLIENT_ID, Kind, Login, SUB, Token},
};
use jsonwebtoken::Algorithm;
use proconnect_assurance::seeds::{self, Seeds};
use serde_json::{Value, json};
use std::fs;

const COMMAND: &str =
    "UPDATE_FUZZ_SEEDS=1 cargo test -p proconnect-assurance --test token_matrix seeds";

/// Longest token kept, in bytes.
const MAX_SEED: usize = 2048;

fn target(kind: Kind) -> &'static str {
    match kind {
        Kind::IdToken => "id_token",
        Kind::UserInfo => "userinfo",
        Kind::LogoutToken => "logout_token",
    }
}

fn login() -> Login {
    Login {
        issuer: "https://issuer.example/api/v2".to_owned(),
        nonce: "hRk1nTz8Wq3Yc6Vb9Xm2Lp5Js7Df4Ga0Ue_Ot-Iy1Nw".to_owned(),
        other_nonce: "aQ2sWd4fRg6hTj8kYl0zUx1cIv3bOn5mPq7eAr9tSy_".to_owned(),
        code: "dE9cY2xZrXh3kq0V5m1uTn8oJb7sLw4gQa6fPi2eRyH".to_owned(),
        access_token: "kMv3Xc8Zq1Lr7Bn0Ty5Uw2Ep9As6Dg4Hj_Fi-Ok8Qx1".to_owned(),
        now: 1_800_000_000,
    }
}

/// The inputs by name. For a userinfo response: its type, then the token.
fn seeds_of(row: &Row, kind: Kind) -> Seeds {
    let numbered = row.cases.iter().zip(1..);
    let inputs = numbered.filter_map(|(case, number)| {
        let text = input_of(case, kind)?;
        (text.len() <= MAX_SEED).then(|| (format!("{}-{number}", row.name), text.into_bytes()))
    });
    inputs.collect()
}

fn input_of(case: &Case, kind: Kind) -> Option<String> {
    let Lie::Issuer(lie) = &case.lie else {
        return None;
    };
    let mut token = Token::good(kind, case.setting.alg, &login());
    lie(&mut token);
    Some(match kind {
        Kind::IdToken | Kind::LogoutToken => token.text(),
        Kind::UserInfo => format!("{}\n{}", token.content_type, token.text()),
    })
}

/// The values that the tokens are checked against.
fn login_document() -> Value {
    let login = login();
    let honest = |alg| Token::good(Kind::IdToken, alg, &login).text();
    json!({
        "issuer": login.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        "nonce": login.nonce, "code": login.code, "access_token": login.access_token,
        "now": login.now, "sub": SUB, "keys": keys::published(),
        "id_tokens": {
            "RS256": honest(Algorithm::RS256),
            "ES256": honest(Algorithm::ES256),
            "HS256": honest(Algorithm::HS256),
        },
    })
}

fn is_of_a_row(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
}

#[test]
fn every_row_stands_among_the_seeds() {
    let update = std::env::var_os("UPDATE_FUZZ_SEEDS").is_some();
    if update {
        let document = serde_json::to_string_pretty(&login_document()).unwrap();
        fs::write(seeds::folder().join("login.json"), document + "\n").unwrap();
    }
    for kind in [Kind::IdToken, Kind::UserInfo] {
        let rows = rows::all()
            .into_iter()
            .filter(|row| row.kinds.contains(&kind));
        let of_rows: Seeds = rows.flat_map(|row| seeds_of(&row, kind)).collect();
        let (committed, others): (Seeds, Seeds) = seeds::read(target(kind))
            .into_iter()
            .partition(|(name, _)| is_of_a_row(name));
        if update {
            let all = others.into_iter().chain(of_rows);
            seeds::write(target(kind), &all.collect());
            continue;
        }
        assert!(
            committed.keys().eq(of_rows.keys()),
            "{kind:?}: write the seeds anew with {COMMAND}"
        );
    }
}
