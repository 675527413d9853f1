-- name: add
INSERT INTO messages (conversation, inbox_id, author, name, text, at, effect, ref)
VALUES (:conversation, :inbox_id, :author, :name, :text, :at, :effect, :ref)

-- name: read
SELECT conversation, inbox_id, author, name, text, at, effect, ref
FROM messages
WHERE conversation = :conversation AND (:up_to IS NULL OR inbox_id <= :up_to)
ORDER BY seq
