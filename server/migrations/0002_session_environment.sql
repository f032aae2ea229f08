-- The issuer and client of a session, as a digest: two services in one database do not end each other's sessions.
-- Empty for a session that the version before this one began.
ALTER TABLE agent_sessions ADD COLUMN environment TEXT NOT NULL DEFAULT '';
