-- name: put
INSERT INTO sign_ins (conversation, person, at) VALUES (:conversation, :person, :now)
ON CONFLICT (conversation) DO UPDATE SET person = excluded.person, at = excluded.at

-- name: end
DELETE FROM sign_ins WHERE conversation = :conversation

-- name: of
SELECT conversation FROM sign_ins WHERE person = :person ORDER BY at DESC LIMIT 1
