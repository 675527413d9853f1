-- Who is signed in at the board: a stolen copy of this table opens nothing, it has no browser's secret.
CREATE TABLE board_sessions (
    digest   TEXT PRIMARY KEY,
    began_at REAL NOT NULL,
    seen_at  REAL NOT NULL,
    data     TEXT NOT NULL
) STRICT;
CREATE INDEX board_sessions_seen ON board_sessions (seen_at);
CREATE INDEX board_sessions_begun ON board_sessions (began_at);
