-- name: put
INSERT INTO asked (id, conversation, at, data) VALUES (:id, :conversation, :at, :data)
ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, at = excluded.at, data = excluded.data

-- name: last_of
SELECT data FROM asked WHERE conversation = :conversation ORDER BY at DESC, rowid DESC LIMIT 1

-- name: since
SELECT data FROM asked WHERE at >= :when AND (at < :until OR :until IS NULL) ORDER BY at, rowid

-- name: forget
DELETE FROM asked WHERE at < :before
