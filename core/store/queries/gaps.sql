-- name: add
INSERT INTO gaps (at, kind, language, text, article, probability, conversation)
VALUES (:at, :kind, :language, :text, :article, :probability, :conversation)

-- name: since
SELECT at, kind, language, text, article, probability, conversation
FROM gaps
WHERE at >= :when AND (at < :until OR :until IS NULL)
ORDER BY at DESC, id DESC
LIMIT :limit

-- name: since_in
SELECT at, kind, language, text, article, probability, conversation
FROM gaps
WHERE language = :language AND at >= :when AND (at < :until OR :until IS NULL)
ORDER BY at DESC, id DESC
LIMIT :limit

-- name: erase
DELETE FROM gaps WHERE conversation = :conversation

-- name: forget
DELETE FROM gaps WHERE at < :before
