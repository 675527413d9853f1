-- name: put
INSERT INTO closures (method, data) VALUES (:method, :data)
ON CONFLICT (method) DO UPDATE SET data = excluded.data

-- name: lift
DELETE FROM closures WHERE method = :method

-- name: all
SELECT data FROM closures ORDER BY method
