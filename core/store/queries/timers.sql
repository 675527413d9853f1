-- name: set
INSERT INTO timers (conversation, reason, turn, due) VALUES (:conversation, :reason, :turn, :due)
ON CONFLICT (conversation, reason) DO UPDATE SET turn = excluded.turn, due = excluded.due

-- name: take_due
DELETE FROM timers
WHERE rowid IN (SELECT rowid FROM timers WHERE due <= :now ORDER BY due LIMIT :limit)
RETURNING conversation, reason, turn, due

-- name: next_due
SELECT due FROM timers ORDER BY due LIMIT 1

-- name: of
SELECT conversation, reason, turn, due FROM timers WHERE reason = :reason
