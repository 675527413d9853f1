-- name: load
SELECT data FROM callbacks WHERE case_code = :case_code

-- name: save
INSERT INTO callbacks (case_code, conversation, state, slot, due, asked_at, data, updated_at)
VALUES (:case_code, :conversation, :state, :slot, :due, :now, :data, :now)
ON CONFLICT (case_code) DO UPDATE SET
    conversation = excluded.conversation, state = excluded.state, slot = excluded.slot, due = excluded.due,
    data = excluded.data, updated_at = excluded.updated_at

-- name: waiting
SELECT data FROM callbacks WHERE state IN ('open', 'claimed') ORDER BY due NULLS FIRST, case_code

-- name: of_conversation
SELECT data FROM callbacks
WHERE conversation = :conversation AND state IN ('open', 'claimed', 'reached')
ORDER BY asked_at, case_code
