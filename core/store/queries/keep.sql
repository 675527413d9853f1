-- name: get
SELECT value FROM keep WHERE name = :name

-- name: put
INSERT INTO keep (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: first
INSERT INTO keep (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING
