-- name: put
INSERT INTO chats (case_code, conversation, data, queued_at, ended_at)
VALUES (:case_code, :conversation, :data, :queued_at, :ended_at)
ON CONFLICT (case_code) DO UPDATE SET data = excluded.data, ended_at = excluded.ended_at

-- name: get
SELECT data FROM chats WHERE case_code = :case_code

-- name: live
SELECT data FROM chats WHERE ended_at IS NULL ORDER BY queued_at, case_code

-- name: ended
SELECT data FROM (
    SELECT data, ended_at FROM chats WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT :limit
) AS found
ORDER BY ended_at
