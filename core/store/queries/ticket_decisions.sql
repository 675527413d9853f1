-- name: add
INSERT INTO ticket_decisions (inbox_id, case_code, decided) VALUES (:inbox_id, :case_code, :decided)

-- name: of
SELECT decided FROM ticket_decisions WHERE case_code = :case_code ORDER BY seq
