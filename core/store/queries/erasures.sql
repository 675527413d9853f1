-- name: ask
INSERT INTO erasures (asked_at, data) VALUES (:now, :data) RETURNING id

-- name: get
SELECT id, state, asked_at, done_at, data FROM erasures WHERE id = :id

-- name: undone
SELECT id, state, asked_at, done_at, data FROM erasures WHERE state = 'asked' ORDER BY id

-- name: keeping
SELECT id, state, asked_at, done_at, data FROM erasures WHERE keeps = 1 ORDER BY id

-- name: newest
SELECT id, state, asked_at, done_at, data FROM erasures WHERE id > 0 ORDER BY id DESC LIMIT :limit

-- name: done_since
SELECT id, state, asked_at, done_at, data FROM erasures WHERE done_at >= :since ORDER BY done_at

-- name: wiped
UPDATE erasures SET data = :data, state = 'asked', keeps = 0 WHERE id = :id

-- name: done
UPDATE erasures SET state = 'done', done_at = :now, keeps = :keeps, data = :data
WHERE id = :id
