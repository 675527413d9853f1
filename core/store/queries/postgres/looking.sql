-- name: sendings
SELECT id, part, state, reason FROM outbox
WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text(:ids::jsonb)))
ORDER BY seq
