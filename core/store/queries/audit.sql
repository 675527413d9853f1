-- name: note
INSERT INTO audit (at, kind, conversation, detail) VALUES (:now, :kind, :conversation, :detail)

-- name: dead_letters
SELECT kind, id, conversation, what, reason, at
FROM (
    SELECT 'inbox' AS kind, CAST(id AS TEXT) AS id, stream AS conversation, payload AS what, reason,
           received_at AS at, id AS place
    FROM inbox WHERE state = 'dead'
    UNION ALL
    SELECT 'outbox', id, conversation, effect, reason, created_at, seq
    FROM outbox WHERE state = 'failed'
)
ORDER BY at DESC, place DESC
LIMIT :limit
