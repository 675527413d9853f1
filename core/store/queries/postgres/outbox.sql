-- name: waiting_in
-- The numbers alone, of some slots: a JSON list of theirs.
SELECT seq FROM outbox
WHERE state = 'waiting'
  AND slot = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(:slots::jsonb) AS value))
ORDER BY seq

-- name: these
SELECT seq, id, conversation, lane, effect, turn, part, attempts, created_at, not_before
FROM outbox
WHERE state = 'waiting'
  AND seq = ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(:seqs::jsonb) AS value))
ORDER BY seq
