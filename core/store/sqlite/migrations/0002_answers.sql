-- What the answers cost, what may be said again, and what the help centre does not say.

-- One row for each day in UTC ("2026-03-02"), customer, conversation and model; money in millionths, so that sums are exact.
CREATE TABLE spending (
    day               TEXT NOT NULL,
    customer          TEXT NOT NULL,
    conversation      TEXT NOT NULL,
    model             TEXT NOT NULL,
    answers           INTEGER NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost              INTEGER NOT NULL,
    PRIMARY KEY (day, customer, conversation, model)
) STRICT;
CREATE INDEX spending_of_conversation ON spending (conversation, day);

-- The key is a digest of everything that an answer depends on; the question itself is not kept.
CREATE TABLE answer_cache (
    key   TEXT PRIMARY KEY,
    draft TEXT NOT NULL,
    at    REAL NOT NULL
) STRICT;
CREATE INDEX answer_cache_by_age ON answer_cache (at, key);

-- The text is masked before it is written.
CREATE TABLE gaps (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           REAL NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('unanswered', 'disliked')),
    language     TEXT NOT NULL,
    text         TEXT NOT NULL,
    article      TEXT NOT NULL,
    probability  REAL NOT NULL,
    conversation TEXT NOT NULL
) STRICT;
CREATE INDEX gaps_by_age ON gaps (at, id);
CREATE INDEX gaps_of_language ON gaps (language, at, id);
CREATE INDEX gaps_of_conversation ON gaps (conversation);

-- From a message in a chat to the decision that sent it.
CREATE INDEX outbox_by_receipt ON outbox (conversation, receipt);
