-- Times are seconds since 1970 in UTC; documents are JSON as core.model.codec writes it.
-- There are no foreign keys: a deferred one is checked at COMMIT, where it would undo a whole group of transactions,
-- and an immediate one would dictate the order of writing.

CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT NOT NULL UNIQUE,
    source      TEXT NOT NULL,
    stream      TEXT NOT NULL,
    payload     TEXT NOT NULL,
    received_at REAL NOT NULL,
    state       TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'ignored', 'dead')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  REAL NOT NULL DEFAULT 0,
    reason      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_parked ON inbox (stream, id) WHERE state = 'new' AND not_before > 0;
CREATE INDEX inbox_dead ON inbox (received_at, id) WHERE state = 'dead';

CREATE TABLE outbox (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL,
    part         INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    lane         TEXT NOT NULL,
    effect       TEXT NOT NULL,
    turn         INTEGER NOT NULL,
    state        TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    created_at   REAL NOT NULL,
    not_before   REAL NOT NULL,
    receipt      TEXT NOT NULL DEFAULT '',
    reason       TEXT NOT NULL DEFAULT '',
    UNIQUE (id, part)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (seq) WHERE state = 'waiting';
CREATE INDEX outbox_failed ON outbox (created_at, seq) WHERE state = 'failed';

-- Beside the document stand the columns that lists are made of.
CREATE TABLE conversations (
    id         TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    stage      TEXT NOT NULL,
    case_code  TEXT,
    language   TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT;

CREATE TABLE threads (
    address      TEXT PRIMARY KEY,
    conversation TEXT NOT NULL
) STRICT;
CREATE INDEX threads_of_conversation ON threads (conversation);

-- `seq` and not `inbox_id` is the order of the decisions: a parked row is decided after younger ones of other streams.
CREATE TABLE decisions (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id     INTEGER NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    decided      TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of_conversation ON decisions (conversation, seq);

CREATE TABLE messages (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    inbox_id     INTEGER NOT NULL,
    author       TEXT NOT NULL CHECK (author IN ('customer', 'assistant', 'agent', 'desk', 'note')),
    name         TEXT NOT NULL,
    text         TEXT NOT NULL,
    at           REAL NOT NULL,
    effect       TEXT,
    ref          TEXT NOT NULL
) STRICT;
CREATE INDEX messages_of_conversation ON messages (conversation, seq);

CREATE TABLE timers (
    conversation TEXT NOT NULL,
    reason       TEXT NOT NULL,
    turn         INTEGER NOT NULL,
    due          REAL NOT NULL,
    PRIMARY KEY (conversation, reason)
) STRICT;
CREATE INDEX timers_due ON timers (due);

CREATE TABLE agents (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    on_duty    INTEGER NOT NULL CHECK (on_duty IN (0, 1)),
    languages  TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT;

CREATE TABLE cases (
    code         TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    method       TEXT NOT NULL,
    opened_at    REAL NOT NULL,
    closed_at    REAL
) STRICT;
CREATE INDEX cases_of_conversation ON cases (conversation);

CREATE TABLE audit (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    at           REAL NOT NULL,
    kind         TEXT NOT NULL,
    conversation TEXT NOT NULL,
    detail       TEXT NOT NULL
) STRICT;
CREATE INDEX audit_of_conversation ON audit (conversation, seq);

CREATE TABLE keep (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
