-- What is counted later: questions to the assistant, ways to a person, and who was there. Beside the documents stand the
-- columns that lists are made of. Nothing is reckoned for the time before: figures begin with this.

-- A case that goes on in another way has a row for each; of those that are open there is one for each way.
CREATE TABLE handoffs (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    case_code TEXT NOT NULL,
    method    TEXT NOT NULL,
    asked_at  REAL NOT NULL,
    ended_at  REAL,
    data      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX handoffs_open ON handoffs (case_code, method) WHERE ended_at IS NULL;
CREATE INDEX handoffs_by_age ON handoffs (asked_at);
CREATE INDEX handoffs_of_case ON handoffs (case_code, asked_at);

-- The text is masked before it is written.
CREATE TABLE asked (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    at           REAL NOT NULL,
    data         TEXT NOT NULL
) STRICT;
CREATE INDEX asked_by_age ON asked (at);
CREATE INDEX asked_in_conversation ON asked (conversation, at);

CREATE TABLE spells (
    agent     TEXT NOT NULL,
    languages TEXT NOT NULL,
    began_at  REAL NOT NULL,
    ended_at  REAL,
    PRIMARY KEY (agent, began_at)
) STRICT;
CREATE INDEX spells_open ON spells (agent) WHERE ended_at IS NULL;
CREATE INDEX spells_ended ON spells (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE closures (
    method TEXT PRIMARY KEY,
    data   TEXT NOT NULL
) STRICT;

-- When a person of staff wrote to a customer: in the chat, which has its lines, or by mail, by telephone, on a dispute.
CREATE TABLE person_words (
    conversation TEXT NOT NULL,
    at           REAL NOT NULL,
    PRIMARY KEY (at, conversation)
) STRICT;
CREATE INDEX messages_of_agents ON messages (at) WHERE author = 'agent';

-- An effect that failed and that somebody has discarded is a dead letter no more.
ALTER TABLE outbox ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;

-- Who is choosing now is looked at when a way is closed or opened.
CREATE INDEX timers_of_reason ON timers (reason);

-- Who was blocked lately.
CREATE INDEX audit_of_kind ON audit (kind, at);
