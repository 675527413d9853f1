-- name: add
INSERT INTO outbox (id, part, conversation, lane, effect, turn, created_at, not_before)
VALUES (:id, :part, :conversation, :lane, :effect, :turn, :now, :now)
ON CONFLICT (id, part) DO NOTHING
RETURNING seq

-- name: waiting
SELECT seq, id, conversation, lane, effect, turn, part, attempts, created_at, not_before
FROM outbox
WHERE state = 'waiting'
ORDER BY seq

-- name: begin
UPDATE outbox SET attempts = attempts + 1 WHERE seq = :seq

-- name: settle
UPDATE outbox
SET state = :state, receipt = :receipt, reason = :reason, not_before = coalesce(:until, not_before)
WHERE seq = :seq

-- name: sent
SELECT id FROM outbox WHERE conversation = :conversation AND receipt = :receipt ORDER BY seq DESC
