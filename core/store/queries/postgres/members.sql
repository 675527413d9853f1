-- By the database's clock, which is one for all processes: of the times that are given, only their distance counts.

-- name: seen
INSERT INTO members (id, roles, seen_at)
VALUES (:id, :roles, extract(epoch FROM clock_timestamp())::double precision)
ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at

-- name: forget
DELETE FROM members
WHERE seen_at <= extract(epoch FROM clock_timestamp())::double precision - (:now::double precision - :before::double precision)
