-- Which part of the work a row is, for a desk of several processes; rows from before are taken by whoever takes all.
ALTER TABLE inbox ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;

-- What a process holds for a time.
CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch  INTEGER NOT NULL,
    until  REAL NOT NULL
) STRICT;
CREATE INDEX leases_of_holder ON leases (holder);

-- The processes that live.
CREATE TABLE members (
    id      TEXT PRIMARY KEY,
    roles   TEXT NOT NULL,
    seen_at REAL NOT NULL
) STRICT;
CREATE INDEX members_seen ON members (seen_at);
