-- name: change
UPDATE handoffs SET data = :data, asked_at = :asked_at, ended_at = :ended_at
WHERE case_code = :case_code AND method = :method AND ended_at IS NULL

-- name: add
INSERT INTO handoffs (case_code, method, asked_at, ended_at, data)
VALUES (:case_code, :method, :asked_at, :ended_at, :data)

-- name: open_of
SELECT data FROM handoffs WHERE case_code = :case_code AND ended_at IS NULL ORDER BY asked_at, seq

-- name: since
SELECT data FROM handoffs
WHERE asked_at >= :when AND (asked_at < :until OR :until IS NULL)
ORDER BY asked_at, seq
