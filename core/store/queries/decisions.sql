-- name: add
INSERT INTO decisions (inbox_id, conversation, decided) VALUES (:inbox_id, :conversation, :decided)

-- name: of
SELECT decided FROM decisions WHERE conversation = :conversation ORDER BY seq

-- name: at
SELECT decided FROM decisions WHERE inbox_id = :inbox_id

-- name: page
SELECT seq, decided FROM decisions WHERE seq > :after ORDER BY seq LIMIT :limit
