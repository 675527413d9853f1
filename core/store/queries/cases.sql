-- name: open
INSERT INTO cases (code, conversation, method, opened_at) VALUES (:code, :conversation, :method, :now)
ON CONFLICT (code) DO UPDATE SET method = excluded.method, closed_at = NULL
WHERE cases.conversation = excluded.conversation

-- name: close
UPDATE cases SET closed_at = coalesce(closed_at, :now)
WHERE code = :code
  AND NOT EXISTS (SELECT 1 FROM tickets WHERE case_code = :code AND state IN ('waiting', 'answered'))

-- name: conversation
SELECT conversation FROM cases WHERE code = :code

-- name: load
SELECT code, conversation, method, opened_at, closed_at FROM cases WHERE code = :code

-- name: of
SELECT code, conversation, method, opened_at, closed_at FROM cases
WHERE conversation = :conversation AND opened_at >= :since
ORDER BY opened_at DESC, code
