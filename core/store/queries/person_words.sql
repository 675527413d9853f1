-- name: add
INSERT INTO person_words (conversation, at) VALUES (:conversation, :at) ON CONFLICT DO NOTHING

-- name: since
SELECT conversation, at FROM messages WHERE author = 'agent' AND at >= :when AND (at < :until OR :until IS NULL)
UNION
SELECT conversation, at FROM person_words WHERE at >= :when AND (at < :until OR :until IS NULL)
ORDER BY at, conversation
