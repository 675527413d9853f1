-- What customers think of the help that they got: one row for a case, or for an answer of the assistant.

CREATE TABLE ratings (
    key          TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    of           TEXT NOT NULL CHECK (of IN ('assistant', 'agent', 'email')),
    case_code    TEXT NOT NULL,
    agent        TEXT NOT NULL,
    solved       INTEGER,
    stars        INTEGER NOT NULL CHECK (stars BETWEEN 0 AND 5),
    words        TEXT NOT NULL,
    at           REAL NOT NULL
) STRICT;
CREATE INDEX ratings_by_age ON ratings (at);
