//! The checks that are removed, one at a time, and the case of the suite that must notice.

/// A change of one place of the library. The changed copy removes the check when the variable `WEAKENED` has the
/// weakness's name.
pub struct Weakness {
    pub name: &'static str,
    /// The file, below `proconnect/src`.
    pub file: &'static str,
    /// A text that the file has exactly once.
    pub from: &'static str,
    /// Its replacement, in which `WEAK` is the question whether the weakness is chosen.
    pub to: &'static str,
    /// The case that finds it.
    pub case: &'static str,
}

const fn weakness(
    name: &'static str,
    file: &'static str,
    case: &'static str,
    from: &'static str,
    to: &'static str,
) -> Weakness {
    Weakness {
        name,
        file,
        from,
        to,
        case,
    }
}

#[rustfmt::skip]
pub const WEAKNESSES: &[Weakness] = &[
    // The authorization request
    weakness("nonce-constant", "authorization_request.rs", "flow-request-nonce",
        "|| Nonce::new_random_len(RANDOM_BYTES)",
        "|| if WEAK { Nonce::new(\"0123456789abcdef0123456789abcdef\".to_owned()) } else { Nonce::new_random_len(RANDOM_BYTES) }"),
    weakness("state-short", "authorization_request.rs", "flow-request-state",
        "|| State::new_random_len(RANDOM_BYTES)",
        "|| State::new_random_len(if WEAK { 4 } else { RANDOM_BYTES })"),
    weakness("pkce-constant", "authorization_request.rs", "flow-request-pkce-fresh",
        "PkceCodeChallenge::new_random_sha256_len(RANDOM_BYTES);",
        "if WEAK { let verifier = crate::login_attempt::CodeVerifier::new(\"v\".repeat(43)); (PkceCodeChallenge::from_code_verifier_sha256(&verifier), verifier) } else { PkceCodeChallenge::new_random_sha256_len(RANDOM_BYTES) };"),
    // The callback
    weakness("state-unchecked", "web/login_attempts.rs", "callback-wrong-state",
        "self.kept().find(|kept| kept.name == name)",
        "self.kept().find(|kept| kept.name == name || WEAK)"),
    weakness("callback-issuer", "authorization_response.rs", "callback-wrong-issuer",
        "Some(_) => Err(Error::IssuerMismatch)",
        "Some(_) if WEAK => Ok(()), Some(_) => Err(Error::IssuerMismatch)"),
    // The token response
    weakness("token-type", "token_response.rs", "token-token-type-mac",
        "!response.token_type.eq_ignore_ascii_case(\"Bearer\")",
        "!response.token_type.eq_ignore_ascii_case(\"Bearer\") && !WEAK"),
    weakness("deadlines", "http.rs", "token-no-answer",
        "            call: Duration::from_secs(5),\n            callback: Duration::from_secs(12),",
        "            call: Duration::from_secs(if WEAK { 600 } else { 5 }),\n            callback: Duration::from_secs(if WEAK { 600 } else { 12 }),"),
    // Signed tokens
    weakness("id-token-signature", "jws.rs", "id-token-bad-signature",
        ".and_then(|verifier| Ok(verifier.verify(content.as_bytes(), &parts.signature)?))",
        ".and_then(|verifier| Ok(verifier.verify(content.as_bytes(), &parts.signature)?)).or_else(|error| if WEAK && by.kind.name() == TokenKind::IdToken.name() { Ok(()) } else { Err(error) })"),
    weakness("user-info-signature", "jws.rs", "userinfo-bad-signature",
        ".map_err(|_| JwsError::BadSignature)?;\n        Ok(parts.payload)",
        ".or_else(|error| if WEAK && by.kind.name() == TokenKind::UserInfo.name() { Ok(()) } else { Err(error) }).map_err(|_| JwsError::BadSignature)?;\n        Ok(parts.payload)"),
    weakness("critical-extension", "jws/header.rs", "id-token-crit-header",
        ".any(|extension| members.contains_key(*extension))",
        ".any(|extension| members.contains_key(*extension) && !WEAK)"),
    // The ID token
    weakness("id-token-issuer", "id_token.rs", "id-token-wrong-issuer",
        "claims.iss.as_str() != checks.issuer.as_str()",
        "claims.iss.as_str() != checks.issuer.as_str() && !WEAK"),
    weakness("id-token-audience", "id_token.rs", "id-token-wrong-audience",
        "!claims.aud.is_only(checks.client_id)",
        "!claims.aud.is_only(checks.client_id) && !WEAK"),
    weakness("id-token-expiry", "id_token.rs", "id-token-expired",
        "fn check_dates(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {",
        "fn check_dates(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {\n    if WEAK && claims.exp < checks.now.timestamp() { return Ok(()); }"),
    weakness("id-token-not-before", "id_token.rs", "id-token-not-before-in-ten-minutes",
        "Some(nbf) if nbf > latest =>",
        "Some(nbf) if nbf > latest && !WEAK =>"),
    weakness("id-token-nonce", "id_token.rs", "id-token-wrong-nonce",
        "claims.nonce.clone().map(Nonce::new).as_ref() != Some(checks.nonce)",
        "claims.nonce.clone().map(Nonce::new).as_ref() != Some(checks.nonce) && !WEAK"),
    // Userinfo
    weakness("user-info-subject", "user_info.rs", "userinfo-subject-swapped",
        "if user_info.sub() == checks.sub {",
        "if user_info.sub() == checks.sub || WEAK {"),
    weakness("user-info-issuer", "user_info.rs", "userinfo-wrong-issuer",
        "if envelope.iss != checks.issuer.as_str() {",
        "if envelope.iss != checks.issuer.as_str() && !WEAK {"),
    weakness("user-info-audience", "user_info.rs", "userinfo-wrong-audience",
        "if !envelope.aud.is_only(checks.client_id) {",
        "if !envelope.aud.is_only(checks.client_id) && !WEAK {"),
    weakness("user-info-expiry", "user_info.rs", "userinfo-expired",
        "if envelope.exp <= earliest || envelope.iat < oldest",
        "if !WEAK && (envelope.exp <= earliest || envelope.iat < oldest)"),
    weakness("user-info-not-before", "user_info.rs", "userinfo-not-before-in-ten-minutes",
        "envelope.nbf.is_some_and(is_future)",
        "(envelope.nbf.is_some_and(is_future) && !WEAK)"),
    weakness("user-info-format", "user_info.rs", "userinfo-other-format",
        "    if !media_type.eq_ignore_ascii_case(expected) {",
        "    if WEAK && media_type.eq_ignore_ascii_case(\"application/json\") { return VerifiedUserInfo::read(&response.body).filter(|read| read.sub() == checks.sub).ok_or(Error::MalformedClaims); }\n    if !media_type.eq_ignore_ascii_case(expected) {"),
    // Metadata
    weakness("metadata-issuer", "provider/metadata.rs", "discovery-issuer-trailing-slash",
        "if document.issuer.as_str() != issuer.as_str() {",
        "if document.issuer.as_str() != issuer.as_str() && !WEAK {"),
    // The session, the return path, the logout
    weakness("return-path", "return_to.rs", "flow-return-absolute",
        "        let suspicious =",
        "        if WEAK { return Ok(Self(text.to_owned())); }\n        let suspicious ="),
    weakness("cross-site-login", "web/same_origin.rs", "flow-session-login-cross-site",
        "let reads = matches!(",
        "let reads = WEAK || matches!("),
    // The issuer's logout token ends the session too, where the issuer can be reached.
    weakness("local-logout", "web/log_out.rs", "flow-logout-issuer-down",
        "    SignedIn::end(&current.session).await?;\n    let from",
        "    if !WEAK { SignedIn::end(&current.session).await?; }\n    let from"),
    weakness("issuer-logout", "end_session.rs", "flow-logout-at-issuer",
        "    let endpoint = metadata.end_session_endpoint.clone()?;",
        "    if WEAK { return None; }\n    let endpoint = metadata.end_session_endpoint.clone()?;"),
    weakness("logout-hint", "end_session.rs", "flow-logout-hint",
        "        Some(hint) => url.query_pairs_mut()",
        "        Some(_) if WEAK => url.query_pairs_mut().append_pair(\"client_id\", config.client_id.as_str()),\n        Some(hint) => url.query_pairs_mut()"),
    // Logout tokens
    weakness("logout-token-audience", "logout_token.rs", "logout-token-wrong-audience",
        "if !claims.aud.is_only(checks.client_id) {",
        "if !claims.aud.is_only(checks.client_id) && !WEAK {"),
    weakness("logout-token-issuer", "logout_token.rs", "logout-token-wrong-issuer",
        "if claims.iss.as_str() != checks.issuer.as_str() {",
        "if claims.iss.as_str() != checks.issuer.as_str() && !WEAK {"),
    weakness("logout-token-event", "logout_token.rs", "logout-token-other-event",
        "if event.is_some_and(Value::is_object) {",
        "if event.is_some_and(Value::is_object) || WEAK {"),
    weakness("logout-token-nonce", "logout_token.rs", "logout-token-with-nonce",
        "if claims.has_nonce {",
        "if claims.has_nonce && !WEAK {"),
    weakness("logout-token-signature", "jws.rs", "logout-token-bad-signature",
        "verifier(&by.alg.for_jsonwebtoken(), &key)",
        "if WEAK && by.kind.name() == TokenKind::LogoutToken.name() { return Ok(parts.payload); }\n        verifier(&by.alg.for_jsonwebtoken(), &key)"),
];
