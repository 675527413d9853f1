-- name: add
INSERT INTO outbox (id, part, conversation, lane, slot, effect, turn, created_at, not_before)
VALUES (:id, :part, :conversation, :lane, :slot, :effect, :turn, :now, :now)
ON CONFLICT (id, part) DO NOTHING
RETURNING seq, id, part

-- name: waiting
SELECT seq, id, conversation, lane, effect, turn, part, attempts, created_at, not_before
FROM outbox
WHERE state = 'waiting'
ORDER BY seq

-- name: waiting_in
-- The numbers alone, of some slots: a JSON list of theirs.
SELECT seq FROM outbox
WHERE state = 'waiting' AND slot IN (SELECT value FROM json_each(:slots))
ORDER BY seq

-- name: these
SELECT seq, id, conversation, lane, effect, turn, part, attempts, created_at, not_before
FROM outbox
WHERE state = 'waiting' AND seq IN (SELECT value FROM json_each(:seqs))
ORDER BY seq

-- name: begin
UPDATE outbox SET attempts = attempts + 1 WHERE seq = :seq AND state = 'waiting' RETURNING attempts

-- name: settle
UPDATE outbox
SET state = :state, receipt = :receipt, reason = :reason, not_before = coalesce(:until, not_before)
WHERE seq = :seq

-- name: sent
SELECT id FROM outbox WHERE conversation = :conversation AND receipt = :receipt ORDER BY seq DESC
