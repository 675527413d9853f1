-- expand
-- Marks of signed requests that were taken once, so that no process takes one again for as long as its signature is good.
CREATE TABLE nonces (
    nonce TEXT COLLATE "C" PRIMARY KEY,
    ends  DOUBLE PRECISION NOT NULL
);
CREATE INDEX nonces_ending ON nonces (ends);
