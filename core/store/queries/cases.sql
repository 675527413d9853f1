-- name: open
INSERT INTO cases (code, conversation, method, opened_at) VALUES (:code, :conversation, :method, :now)
ON CONFLICT (code) DO UPDATE SET method = excluded.method, closed_at = NULL

-- name: close
UPDATE cases SET closed_at = coalesce(closed_at, :now) WHERE code = :code

-- name: conversation
SELECT conversation FROM cases WHERE code = :code
