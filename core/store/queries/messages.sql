-- name: add
INSERT INTO messages (conversation, inbox_id, author, name, text, at, effect, ref)
VALUES (:conversation, :inbox_id, :author, :name, :text, :at, :effect, :ref)

-- name: read
SELECT conversation, inbox_id, author, name, text, at, effect, ref
FROM messages
WHERE conversation = :conversation AND (inbox_id <= :up_to OR :up_to IS NULL)
ORDER BY seq

-- name: said
SELECT text
FROM messages
WHERE conversation = :conversation AND ref = :ref AND author = 'customer'
ORDER BY seq DESC
LIMIT 1
