-- The agents who have logged in, their organisations, and their role in each: app/src/accounts.
CREATE TABLE agents (
    id UUID NOT NULL PRIMARY KEY,
    -- The agent's identifier at ProConnect.
    sub TEXT NOT NULL UNIQUE,
    -- The address as ProConnect sent it, and in lower case. It belongs to one agent at a time: the last one to whom
    -- ProConnect gave it.
    email TEXT,
    email_key TEXT UNIQUE,
    name TEXT NOT NULL,
    idp_id TEXT,
    first_login_at TIMESTAMPTZ NOT NULL,
    last_login_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE organisations (
    id UUID NOT NULL PRIMARY KEY,
    siret TEXT NOT NULL UNIQUE,
    -- For display only.
    label TEXT
);

CREATE TABLE memberships (
    agent_id UUID NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    organisation_id UUID NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('member', 'administrator')),
    -- An administrator has closed the access.
    blocked_at TIMESTAMPTZ,
    last_login_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agent_id, organisation_id)
);

CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

-- The other subjects and addresses under which the agent of a closed access has come since. They open no organisation
-- that is closed to this agent.
CREATE TABLE blocked_aliases (
    -- `agent:` and a subject, or `email:` and an address in lower case.
    alias TEXT NOT NULL,
    agent_id UUID NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    PRIMARY KEY (alias, agent_id)
);

CREATE INDEX blocked_aliases_by_agent ON blocked_aliases (agent_id);

-- An invitation is used by the login of the agent who has this address in this organisation.
CREATE TABLE invitations (
    organisation_id UUID NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'administrator')),
    invited_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, email_key)
);

CREATE INDEX invitations_by_expiry ON invitations (expires_at);

-- Each decision at a login. No foreign key: a decision outlives an erased agent, as a hash, until the purge.
CREATE TABLE access_decisions (
    id UUID NOT NULL PRIMARY KEY,
    decided_at TIMESTAMPTZ NOT NULL,
    -- The hash of the `sub`, as in the audit trail.
    agent_hash TEXT NOT NULL,
    siret TEXT,
    verdict TEXT NOT NULL
);

CREATE INDEX access_decisions_by_time ON access_decisions (decided_at);
CREATE INDEX access_decisions_by_agent ON access_decisions (agent_hash);
