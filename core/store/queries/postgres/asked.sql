-- name: last_of
SELECT data FROM asked WHERE conversation = :conversation ORDER BY at DESC, seq DESC LIMIT 1

-- name: since
SELECT data FROM asked WHERE at >= :when AND (at < :until OR :until IS NULL) ORDER BY at, seq
