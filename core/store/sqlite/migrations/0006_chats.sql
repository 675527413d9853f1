-- Live handoffs from joining the queue to their end: what the wait of the next customer is reckoned from.

CREATE TABLE chats (
    case_code    TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    data         TEXT NOT NULL,
    queued_at    REAL NOT NULL,
    ended_at     REAL
) STRICT;
CREATE INDEX chats_live ON chats (queued_at) WHERE ended_at IS NULL;
CREATE INDEX chats_ended ON chats (ended_at) WHERE ended_at IS NOT NULL;
