-- Calls that the desk owes its customers.

-- Beside the document stand the columns that lists are made of; `slot` and `due` are NULL for "as soon as possible" and for
-- a call that is over.
CREATE TABLE callbacks (
    case_code    TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    state        TEXT NOT NULL,
    slot         REAL,
    due          REAL,
    asked_at     REAL NOT NULL,
    data         TEXT NOT NULL,
    updated_at   REAL NOT NULL
) STRICT;
CREATE INDEX callbacks_waiting ON callbacks (due, case_code) WHERE state IN ('open', 'claimed');
CREATE INDEX callbacks_of_conversation ON callbacks (conversation, asked_at)
    WHERE state IN ('open', 'claimed', 'reached');

-- `seq` and not `inbox_id` is their order, as with the decisions of conversations.
CREATE TABLE callback_decisions (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id  INTEGER NOT NULL UNIQUE,
    case_code TEXT NOT NULL,
    decided   TEXT NOT NULL
) STRICT;
CREATE INDEX callback_decisions_of_case ON callback_decisions (case_code, seq);
