-- name: add
INSERT INTO decisions (inbox_id, conversation, decided) VALUES (:inbox_id, :conversation, :decided)

-- name: of
SELECT decided FROM decisions WHERE conversation = :conversation ORDER BY seq
