-- What customers have of agents' messages: which effects brought them, and later changed them or took them back. How each
-- of these stands is in the outbox.
CREATE TABLE copies (
    effect       TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    ref          TEXT NOT NULL,
    thread       TEXT NOT NULL,
    at           REAL NOT NULL
) STRICT;
CREATE INDEX copies_of_message ON copies (conversation, ref);
