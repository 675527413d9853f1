-- name: decisions
SELECT decided FROM decisions WHERE conversation = :conversation AND inbox_id >= :since ORDER BY seq

-- name: sendings
SELECT id, part, state, reason FROM outbox
WHERE id IN (SELECT value FROM json_each(:ids))
ORDER BY seq

-- name: audit
SELECT at, kind, detail, conversation, who FROM audit WHERE conversation = :conversation ORDER BY seq DESC LIMIT :limit

-- name: handoffs
SELECT data FROM handoffs WHERE case_code = :case_code ORDER BY asked_at, seq
