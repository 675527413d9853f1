-- name: take_due
-- What another process is taking at this moment is left to it.
WITH due AS MATERIALIZED (
    SELECT conversation, reason FROM timers WHERE due <= :now ORDER BY due LIMIT :limit FOR UPDATE SKIP LOCKED
)
DELETE FROM timers USING due
WHERE timers.conversation = due.conversation AND timers.reason = due.reason
RETURNING timers.conversation, timers.reason, timers.turn, timers.due
