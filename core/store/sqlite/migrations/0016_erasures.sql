-- Customers whose data is to be erased, or was. What is kept of them then is in `data`, and names nobody; `keeps`: a dispute
-- of theirs that is open or under legal hold is still there, to be erased later.
CREATE TABLE erasures (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    state    TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'done')),
    asked_at REAL NOT NULL,
    done_at  REAL,
    keeps    INTEGER NOT NULL DEFAULT 0 CHECK (keeps IN (0, 1)),
    data     TEXT NOT NULL
) STRICT;
CREATE INDEX erasures_asked ON erasures (id) WHERE state = 'asked';
CREATE INDEX erasures_keeping ON erasures (id) WHERE keeps = 1;
CREATE INDEX erasures_done ON erasures (done_at) WHERE done_at IS NOT NULL;

-- By which one customer's rows are found.
CREATE INDEX inbox_of_stream ON inbox (stream, id);
CREATE INDEX links_of_conversation ON links (conversation);
CREATE INDEX ratings_of_conversation ON ratings (conversation);
CREATE INDEX chats_of_conversation ON chats (conversation);
CREATE INDEX person_words_of_conversation ON person_words (conversation);
CREATE INDEX callbacks_ever_of_conversation ON callbacks (conversation);
CREATE INDEX tickets_ever_of_conversation ON tickets (conversation);
CREATE INDEX disputes_ever_of_buyer ON disputes (buyer);
CREATE INDEX disputes_ever_of_seller ON disputes (seller);

-- Where the customer's mails go, in small letters.
ALTER TABLE tickets ADD COLUMN email TEXT NOT NULL DEFAULT '';
UPDATE tickets SET email = lower(coalesce(json_extract(data, '$.email'), ''));
CREATE INDEX tickets_of_email ON tickets (email) WHERE email <> '';
