-- name: next_in
-- As `next`, of some slots: a JSON list of their numbers.
SELECT id, key, source, stream, payload, received_at, attempts
FROM inbox AS candidate
WHERE state = 'new' AND slot = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(:slots::jsonb) AS value))
  AND NOT EXISTS (
    SELECT 1 FROM inbox AS older
    WHERE older.state = 'new' AND older.not_before > 0
      AND older.stream = candidate.stream AND older.id <= candidate.id AND older.not_before > :now
  )
ORDER BY id
LIMIT :limit
