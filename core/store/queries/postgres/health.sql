-- name: lanes
SELECT lane, waiting, created_at, attempts, not_before, reason, seq
FROM (
    SELECT DISTINCT ON (lane)
        lane, count(*) OVER (PARTITION BY lane) AS waiting, created_at, attempts, not_before, reason, seq
    FROM outbox
    WHERE state = 'waiting'
    ORDER BY lane, seq
) AS first_of_lane
ORDER BY created_at, lane

-- name: processes
-- By the database's clock, which is one for all processes: of the times that are given, only their distance counts.
SELECT members.id, members.roles, members.seen_at, coalesce(leases.name, '')
FROM members
LEFT JOIN leases
    ON leases.holder = members.id AND leases.until > extract(epoch FROM clock_timestamp())::double precision
WHERE members.seen_at
    > extract(epoch FROM clock_timestamp())::double precision - (:now::double precision - :since::double precision)
ORDER BY members.id, leases.name

-- name: clock
SELECT extract(epoch FROM clock_timestamp())::double precision
