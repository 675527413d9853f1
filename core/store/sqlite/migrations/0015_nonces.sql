-- Marks of signed requests that were taken once, so that no process takes one again for as long as its signature is good.
CREATE TABLE nonces (
    nonce TEXT PRIMARY KEY,
    ends  REAL NOT NULL
) STRICT;
CREATE INDEX nonces_ending ON nonces (ends);
