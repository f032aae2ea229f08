-- The requests that agents file for their organisation: app/src/service_requests.
CREATE TABLE service_requests (
    organisation_id UUID NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    id UUID NOT NULL,
    -- The agent who filed it; NULL once their account is erased.
    agent_id UUID REFERENCES agents (id) ON DELETE SET NULL,
    subject TEXT NOT NULL,
    -- The subject in lower case and without accents, as bytes: both databases compare bytes alike, and texts not.
    subject_key BYTEA NOT NULL,
    -- The establishment concerned, which may be another one.
    siret TEXT NOT NULL,
    description TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'refused')),
    -- The number of the last event. A change names the version that it saw.
    version BIGINT NOT NULL,
    filed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

-- An index for each order of the list, with and without a filter.
CREATE INDEX service_requests_by_time ON service_requests (organisation_id, filed_at, id);
CREATE INDEX service_requests_by_state ON service_requests (organisation_id, state, filed_at, id);
CREATE INDEX service_requests_by_subject ON service_requests (organisation_id, subject_key, id);
CREATE INDEX service_requests_by_state_and_subject ON service_requests (organisation_id, state, subject_key, id);
-- For the erasure of an account.
CREATE INDEX service_requests_by_agent ON service_requests (agent_id);

-- The history: version 1 files the request, the next one decides on it.
CREATE TABLE service_request_events (
    organisation_id UUID NOT NULL,
    request_id UUID NOT NULL,
    version BIGINT NOT NULL,
    agent_id UUID REFERENCES agents (id) ON DELETE SET NULL,
    -- The state after the event.
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'refused')),
    reason TEXT,
    happened_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, request_id, version),
    FOREIGN KEY (organisation_id, request_id) REFERENCES service_requests (organisation_id, id) ON DELETE CASCADE
);

CREATE INDEX service_request_events_by_agent ON service_request_events (agent_id);
