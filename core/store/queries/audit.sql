-- name: note
INSERT INTO audit (at, kind, conversation, detail, who) VALUES (:now, :kind, :conversation, :detail, :who)

-- name: dead_letters
SELECT kind, id, conversation, what, reason, at
FROM (
    SELECT 'inbox' AS kind, CAST(id AS TEXT) AS id, stream AS conversation, payload AS what, reason,
           received_at AS at, id AS place
    FROM inbox WHERE state = 'dead'
    UNION ALL
    SELECT 'outbox', id, conversation, effect, reason, created_at, seq
    FROM outbox WHERE state = 'failed' AND discarded = 0
) AS found
ORDER BY at DESC, place DESC
LIMIT :limit

-- name: noted
SELECT conversation, detail, at FROM audit WHERE kind = :kind AND at >= :since ORDER BY seq

-- name: between
-- The newest first, and before the line `number` of the moment `until`; "" is whatever, and about whomever. A case is in what was
-- noted of it, or of its customer's conversation.
SELECT at, kind, detail, conversation, who, seq FROM audit
WHERE at >= :since AND at <= :until AND (at < :until OR seq < :number) AND (kind = :kind OR :kind = '')
  AND (:case_code = ''
       OR conversation IN ('ticket:' || :case_code, 'callback:' || :case_code, 'dispute:' || :case_code)
       OR conversation = (SELECT cases.conversation FROM cases WHERE cases.code = :case_code)
       OR detail LIKE '%' || :case_code || '%')
ORDER BY at DESC, seq DESC
LIMIT :limit

-- name: between_of
-- As `between`, of what somebody of the staff did.
SELECT at, kind, detail, conversation, who, seq FROM audit
WHERE who = :who AND who <> '' AND at >= :since AND at <= :until AND (at < :until OR seq < :number) AND (kind = :kind OR :kind = '')
  AND (:case_code = ''
       OR conversation IN ('ticket:' || :case_code, 'callback:' || :case_code, 'dispute:' || :case_code)
       OR conversation = (SELECT cases.conversation FROM cases WHERE cases.code = :case_code)
       OR detail LIKE '%' || :case_code || '%')
ORDER BY at DESC, seq DESC
LIMIT :limit
