-- E-mail tickets, and how they came to stand as they do.

-- Beside the document stand the columns that lists are made of. `first_answer` is a document too, written once: what the
-- wait of the next mail is reckoned from, which later questions in the same ticket do not change.
CREATE TABLE tickets (
    case_code      TEXT PRIMARY KEY,
    conversation   TEXT NOT NULL,
    state          TEXT NOT NULL,
    team_token     TEXT NOT NULL,
    customer_token TEXT NOT NULL,
    opened_at      REAL NOT NULL,
    answered_at    REAL,
    first_answer   TEXT,
    data           TEXT NOT NULL,
    updated_at     REAL NOT NULL
) STRICT;
CREATE INDEX tickets_of_team_token ON tickets (team_token);
CREATE INDEX tickets_of_customer_token ON tickets (customer_token);
CREATE INDEX tickets_waiting ON tickets (case_code) WHERE state = 'waiting';
CREATE INDEX tickets_open ON tickets (conversation, opened_at) WHERE state IN ('waiting', 'answered');
CREATE INDEX tickets_answered ON tickets (answered_at) WHERE answered_at IS NOT NULL;

-- `seq` and not `inbox_id` is their order, as with the decisions of conversations.
CREATE TABLE ticket_decisions (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id  INTEGER NOT NULL UNIQUE,
    case_code TEXT NOT NULL,
    decided   TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_decisions_of_case ON ticket_decisions (case_code, seq);
