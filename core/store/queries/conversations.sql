-- name: load
SELECT state FROM conversations WHERE id = :id

-- name: save
INSERT INTO conversations (id, state, stage, case_code, language, updated_at)
VALUES (:id, :state, :stage, :case_code, :language, :now)
ON CONFLICT (id) DO UPDATE SET
    state = excluded.state, stage = excluded.stage, case_code = excluded.case_code,
    language = excluded.language, updated_at = excluded.updated_at

-- name: link
INSERT INTO threads (address, conversation) VALUES (:address, :conversation)
ON CONFLICT (address) DO UPDATE SET conversation = excluded.conversation

-- name: of_thread
SELECT conversation FROM threads WHERE address = :address
