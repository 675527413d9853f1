-- name: add
INSERT INTO callback_decisions (inbox_id, case_code, decided) VALUES (:inbox_id, :case_code, :decided)

-- name: of
SELECT decided FROM callback_decisions WHERE case_code = :case_code ORDER BY seq
