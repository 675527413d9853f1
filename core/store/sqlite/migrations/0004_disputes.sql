-- Disputes about orders, and the chats in which their parties are signed in.

CREATE TABLE sign_ins (
    conversation TEXT PRIMARY KEY,
    person       TEXT NOT NULL,
    at           REAL NOT NULL
) STRICT;
CREATE INDEX sign_ins_of_person ON sign_ins (person, at);

-- Beside the document stand the columns that lists are made of. `buyer` and `seller` are the shop's ids, NULL while nobody
-- knows who it is; `decided_at` is the first decision, `articles` are those of the last.
CREATE TABLE disputes (
    case_code  TEXT PRIMARY KEY,
    order_id   TEXT NOT NULL,
    buyer      TEXT,
    seller     TEXT,
    stage      TEXT NOT NULL,
    due        REAL,
    legal_hold INTEGER NOT NULL CHECK (legal_hold IN (0, 1)),
    opened_at  REAL NOT NULL,
    decided_at REAL,
    articles   TEXT NOT NULL,
    data       TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX disputes_open_of_order ON disputes (order_id) WHERE stage <> 'closed';
CREATE INDEX disputes_open_of_buyer ON disputes (buyer) WHERE stage <> 'closed';
CREATE INDEX disputes_open_of_seller ON disputes (seller) WHERE stage <> 'closed';
CREATE INDEX disputes_open_by_due ON disputes (due, opened_at, case_code) WHERE stage <> 'closed';
CREATE INDEX disputes_by_age ON disputes (opened_at, case_code);

-- `seq` and not `inbox_id` is their order, as with the decisions of conversations.
CREATE TABLE dispute_decisions (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id  INTEGER NOT NULL UNIQUE,
    case_code TEXT NOT NULL,
    decided   TEXT NOT NULL
) STRICT;
CREATE INDEX dispute_decisions_of_case ON dispute_decisions (case_code, seq);
