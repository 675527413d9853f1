-- name: add
INSERT INTO dispute_decisions (inbox_id, case_code, decided) VALUES (:inbox_id, :case_code, :decided)

-- name: of
SELECT decided FROM dispute_decisions WHERE case_code = :case_code ORDER BY seq
