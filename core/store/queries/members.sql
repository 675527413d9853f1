-- name: seen
INSERT INTO members (id, roles, seen_at) VALUES (:id, :roles, :now)
ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at

-- name: forget
DELETE FROM members WHERE seen_at <= :before

-- name: all
SELECT id, roles, seen_at FROM members ORDER BY id

-- name: left
DELETE FROM members WHERE id = :id
