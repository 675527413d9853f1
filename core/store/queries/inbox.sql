-- name: add
INSERT INTO inbox (key, source, stream, payload, received_at)
VALUES (:key, :source, :stream, :payload, :now)
ON CONFLICT (key) DO NOTHING

-- name: next
-- `not_before > 0` is what lets the small index of parked rows answer the inner question.
SELECT id, key, source, stream, payload, received_at, attempts
FROM inbox AS candidate
WHERE state = 'new'
  AND NOT EXISTS (
    SELECT 1 FROM inbox AS older
    WHERE older.state = 'new' AND older.not_before > 0
      AND older.stream = candidate.stream AND older.id <= candidate.id AND older.not_before > :now
  )
ORDER BY id
LIMIT :limit

-- name: settle
UPDATE inbox SET state = :state, reason = :reason WHERE id = :id

-- name: park
UPDATE inbox SET attempts = attempts + 1, not_before = :until, reason = :reason WHERE id = :id
