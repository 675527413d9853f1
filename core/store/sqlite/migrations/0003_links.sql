-- Links by which a customer signs in from a chat. The token itself is not kept, only its SHA-256 in hex.

CREATE TABLE links (
    token_hash   TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    channel      TEXT NOT NULL,
    name         TEXT NOT NULL,
    state        TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'void')),
    made_at      REAL NOT NULL,
    expires_at   REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX links_open ON links (conversation) WHERE state = 'open';
CREATE INDEX links_by_age ON links (expires_at);
