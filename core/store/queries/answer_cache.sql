-- name: get
SELECT draft FROM answer_cache WHERE key = :key AND at > :since

-- name: put
INSERT INTO answer_cache (key, draft, at) VALUES (:key, :draft, :now)
ON CONFLICT (key) DO NOTHING

-- name: keep_newest
-- The inner question has no row, and so nothing is removed, while there are fewer.
DELETE FROM answer_cache
WHERE (at, key) <= (SELECT at, key FROM answer_cache ORDER BY at DESC, key DESC LIMIT 1 OFFSET :most)

-- name: forget
DELETE FROM answer_cache WHERE at <= :before
