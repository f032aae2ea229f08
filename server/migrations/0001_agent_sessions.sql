-- Sessions, as server/src/session_store seals them. Times are seconds since 1970.
CREATE TABLE agent_sessions (
    -- The first half of the SHA-256 of the session's id, in hexadecimal digits.
    reference TEXT NOT NULL PRIMARY KEY,
    -- Hashes of the agent's `sub`, of the issuer's `sid`, and of the browser's name.
    agent_hash TEXT NOT NULL,
    issuer_session_hash TEXT,
    browser_hash TEXT,
    -- The agent, and the times of the session: both sealed with a key derived from COOKIE_SECRET.
    sealed_record BYTEA NOT NULL,
    sealed_life BYTEA NOT NULL,
    -- For the purge only: the sealed times decide when a session ends.
    purge_at BIGINT NOT NULL
);

CREATE INDEX agent_sessions_by_agent ON agent_sessions (agent_hash);
CREATE INDEX agent_sessions_by_issuer_session ON agent_sessions (issuer_session_hash)
    WHERE issuer_session_hash IS NOT NULL;
CREATE INDEX agent_sessions_by_browser ON agent_sessions (browser_hash)
    WHERE browser_hash IS NOT NULL;
CREATE INDEX agent_sessions_by_purge ON agent_sessions (purge_at);

-- Login attempts whose code was used: no replica uses it again.
CREATE TABLE used_login_attempts (
    attempt_id TEXT NOT NULL PRIMARY KEY,
    -- pending, succeeded or failed
    outcome TEXT NOT NULL,
    purge_at BIGINT NOT NULL
);

CREATE INDEX used_login_attempts_by_purge ON used_login_attempts (purge_at);
