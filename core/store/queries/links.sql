-- name: void
UPDATE links SET state = 'void' WHERE conversation = :conversation AND state = 'open'

-- name: make
INSERT INTO links (token_hash, conversation, channel, name, made_at, expires_at)
VALUES (:token_hash, :conversation, :channel, :name, :made_at, :expires_at)

-- name: get
SELECT token_hash, conversation, channel, name, state, made_at, expires_at FROM links WHERE token_hash = :token_hash

-- name: confirm
UPDATE links SET state = 'confirmed' WHERE token_hash = :token_hash AND state = 'open' AND expires_at > :now

-- name: forget
DELETE FROM links WHERE expires_at < :before
