-- name: begin
INSERT INTO board_sessions (digest, began_at, seen_at, data) VALUES (:digest, :began_at, :seen_at, :data)

-- name: change
UPDATE board_sessions SET seen_at = :seen_at, data = :data WHERE digest = :digest

-- name: get
SELECT data FROM board_sessions WHERE digest = :digest

-- name: end
DELETE FROM board_sessions WHERE digest = :digest

-- name: forget
DELETE FROM board_sessions WHERE seen_at < :seen_before OR began_at < :began_before
