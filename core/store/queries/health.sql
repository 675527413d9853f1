-- name: lanes
-- Beside min() the other columns are those of the row that has it: https://www.sqlite.org/lang_select.html#bareagg
SELECT lane, count(*), created_at, attempts, not_before, reason, min(seq)
FROM outbox
WHERE state = 'waiting'
GROUP BY lane
ORDER BY created_at, lane

-- name: undone
SELECT count(*), min(received_at) FROM inbox WHERE state = 'new'

-- name: given_up
SELECT count(*) FROM outbox WHERE state = 'failed' AND created_at >= :since

-- name: processes
-- With a row for each lease that a process holds; the slots of those that died are taken over within seconds.
SELECT members.id, members.roles, members.seen_at, coalesce(leases.name, '')
FROM members
LEFT JOIN leases ON leases.holder = members.id AND leases.until > :now
WHERE members.seen_at > :since
ORDER BY members.id, leases.name

-- name: clock
-- In seconds since 1970, as this machine says it; julianday is exact to about a millisecond.
SELECT (julianday('now') - 2440587.5) * 86400.0
