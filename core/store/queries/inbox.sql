-- name: add
INSERT INTO inbox (key, source, stream, slot, payload, received_at)
VALUES (:key, :source, :stream, :slot, :payload, :now)
ON CONFLICT (key) DO NOTHING
RETURNING id

-- name: add_decided
INSERT INTO inbox (key, source, stream, slot, payload, received_at, state)
VALUES (:key, :source, :stream, :slot, :payload, :now, 'done')
RETURNING id

-- name: next
-- `not_before > 0` is what lets the small index of parked rows answer the inner question. The plus keeps SQLite from the other index,
-- in which all stands that a stream ever brought.
SELECT id, key, source, stream, payload, received_at, attempts
FROM inbox AS candidate
WHERE state = 'new'
  AND NOT EXISTS (
    SELECT 1 FROM inbox AS older
    WHERE older.state = 'new' AND older.not_before > 0
      AND older.stream = candidate.stream AND +older.id <= candidate.id AND older.not_before > :now
  )
ORDER BY id
LIMIT :limit

-- name: next_in
-- As `next`, of some slots: a JSON list of their numbers.
SELECT id, key, source, stream, payload, received_at, attempts
FROM inbox AS candidate
WHERE state = 'new' AND slot IN (SELECT value FROM json_each(:slots))
  AND NOT EXISTS (
    SELECT 1 FROM inbox AS older
    WHERE older.state = 'new' AND older.not_before > 0
      AND older.stream = candidate.stream AND +older.id <= candidate.id AND older.not_before > :now
  )
ORDER BY id
LIMIT :limit

-- name: settle
-- Once: what is over stays as it is, whoever decides it again.
UPDATE inbox SET state = :state, reason = :reason WHERE id = :id AND state = 'new'

-- name: park
UPDATE inbox SET attempts = attempts + 1, not_before = :until, reason = :reason
WHERE id = :id AND state = 'new'
