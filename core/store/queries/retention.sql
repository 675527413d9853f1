-- What is kept no longer. Each table is walked from its beginning on, so many rows at a time, by its key; beside the key stand
-- what it belongs to, from when it is, and whether its time is over.

-- name: items
SELECT id, stream, received_at,
       payload <> '' AND state IN ('done', 'ignored') AND source <> 'mail' AND received_at < :before
FROM inbox WHERE id > :after ORDER BY id LIMIT :limit

-- name: let_go_items
-- The key stays: what is delivered again is known.
UPDATE inbox SET payload = '', reason = '' WHERE id = :key

-- name: effects
SELECT seq, conversation, created_at, effect <> '' AND (state = 'done' OR discarded = 1) AND created_at < :before
FROM outbox WHERE seq > :after ORDER BY seq LIMIT :limit

-- name: let_go_copies
DELETE FROM copies WHERE effect IN (SELECT id FROM outbox WHERE seq = :key)

-- name: let_go_effects
-- The receipt stays: by it the message is found where it went.
UPDATE outbox SET effect = '', reason = '' WHERE seq = :key

-- name: decisions
SELECT decisions.seq, decisions.conversation, coalesce(inbox.received_at, 0), coalesce(inbox.received_at, 0) < :before
FROM decisions LEFT JOIN inbox ON inbox.id = decisions.inbox_id
WHERE decisions.seq > :after ORDER BY decisions.seq LIMIT :limit

-- name: let_go_decisions
DELETE FROM decisions WHERE seq = :key

-- name: conversations
SELECT id, id, updated_at, updated_at < :before FROM conversations WHERE id > :after ORDER BY id LIMIT :limit

-- name: let_go_messages
DELETE FROM messages WHERE seq IN (SELECT seq FROM messages WHERE conversation = :key ORDER BY seq LIMIT :limit)

-- name: tickets
-- Where no mail comes in nobody learns that one was answered: it waits on, with nothing due.
SELECT case_code, '', updated_at, updated_at < :before AND (state NOT IN ('waiting', 'answered') OR NOT EXISTS (
    SELECT 1 FROM timers WHERE timers.conversation = 'ticket:' || tickets.case_code
)) AND NOT EXISTS (
    SELECT 1 FROM callbacks WHERE callbacks.case_code = tickets.case_code AND callbacks.state IN ('open', 'claimed')
)
FROM tickets WHERE case_code > :after ORDER BY case_code LIMIT :limit

-- name: calls
SELECT case_code, '', updated_at, updated_at < :before AND state NOT IN ('open', 'claimed')
FROM callbacks WHERE case_code > :after ORDER BY case_code LIMIT :limit

-- name: let_go_calls
DELETE FROM callbacks WHERE case_code = :key

-- name: lines
SELECT seq, text FROM messages WHERE conversation = :conversation

-- name: rewrite_line
UPDATE messages SET text = :text WHERE seq = :seq

-- name: disputes
SELECT case_code, '', updated_at, updated_at < :before AND stage = 'closed' AND legal_hold = 0
FROM disputes WHERE case_code > :after ORDER BY case_code LIMIT :limit

-- name: letters_in
SELECT id, stream, received_at, received_at < :before FROM inbox
WHERE state = 'dead' AND id > :after ORDER BY id LIMIT :limit

-- name: let_go_letters_in
UPDATE inbox SET state = 'ignored', payload = '', reason = 'kept no longer' WHERE id = :key AND state = 'dead'

-- name: letters_out
SELECT seq, conversation, created_at, discarded = 0 AND created_at < :before FROM outbox
WHERE state = 'failed' AND seq > :after ORDER BY seq LIMIT :limit

-- name: let_go_letters_out
UPDATE outbox SET discarded = 1, effect = '', reason = 'kept no longer' WHERE seq = :key AND state = 'failed'

-- name: ratings
SELECT key, '', at, at < :before FROM ratings WHERE key > :after ORDER BY key LIMIT :limit

-- name: let_go_ratings
DELETE FROM ratings WHERE key = :key

-- name: asked
SELECT id, '', at, at < :before FROM asked WHERE id > :after ORDER BY id LIMIT :limit

-- name: let_go_asked
DELETE FROM asked WHERE id = :key

-- name: gaps
SELECT id, '', at, at < :before FROM gaps WHERE id > :after ORDER BY id LIMIT :limit

-- name: let_go_gaps
DELETE FROM gaps WHERE id = :key

-- name: answers
SELECT key, '', at, at < :before FROM answer_cache WHERE key > :after ORDER BY key LIMIT :limit

-- name: let_go_answers
DELETE FROM answer_cache WHERE key = :key

-- name: spells
SELECT ended_at, '', ended_at, ended_at < :before FROM spells
WHERE ended_at IS NOT NULL AND ended_at > :after ORDER BY ended_at LIMIT :limit

-- name: let_go_spells
DELETE FROM spells WHERE ended_at = :key

-- name: ways
SELECT seq, '', asked_at, ended_at IS NOT NULL AND asked_at < :before
FROM handoffs WHERE seq > :after ORDER BY seq LIMIT :limit

-- name: let_go_ways
DELETE FROM handoffs WHERE seq = :key

-- name: audit
SELECT seq, '', at, at < :before FROM audit WHERE seq > :after ORDER BY seq LIMIT :limit

-- name: let_go_audit
DELETE FROM audit WHERE seq = :key

-- name: spending
SELECT day, '', 0.0, 1 FROM spending WHERE day > :after AND day < :day GROUP BY day ORDER BY day LIMIT :limit

-- name: let_go_spending
DELETE FROM spending WHERE day = :key

-- name: rows_in
SELECT id, '', received_at, received_at < :before AND payload = '' AND state IN ('done', 'ignored') AND source <> 'mail'
       AND NOT EXISTS (SELECT 1 FROM conversations WHERE conversations.id = inbox.stream)
FROM inbox WHERE id > :after ORDER BY id LIMIT :limit

-- name: let_go_rows_in
DELETE FROM inbox WHERE id = :key

-- name: rows_out
SELECT seq, '', created_at, created_at < :before AND effect = '' AND state <> 'waiting'
       AND NOT EXISTS (SELECT 1 FROM conversations WHERE conversations.id = outbox.conversation)
FROM outbox WHERE seq > :after ORDER BY seq LIMIT :limit

-- name: let_go_rows_out
DELETE FROM outbox WHERE seq = :key

-- name: of_thread
SELECT conversation FROM threads WHERE address = :address

-- name: goes_on
-- Whether a conversation is not over, or not for so long: each row is a reason.
SELECT 'it is new' FROM conversations WHERE id = :id AND (updated_at >= :before OR stage IN ('Queued', 'WithAgent'))
UNION ALL SELECT 'something is due' FROM timers WHERE conversation = :id
UNION ALL SELECT 'a ticket is open' FROM tickets WHERE conversation = :id AND state IN ('waiting', 'answered') AND (
    updated_at >= :before OR EXISTS (SELECT 1 FROM timers WHERE timers.conversation = 'ticket:' || tickets.case_code)
)
UNION ALL SELECT 'a call is owed' FROM callbacks WHERE conversation = :id AND state IN ('open', 'claimed')
UNION ALL SELECT 'it waits' FROM inbox WHERE stream = :id AND state = 'new'
UNION ALL SELECT 'it waits' FROM outbox WHERE conversation = :id AND state = 'waiting'
UNION ALL SELECT 'a dispute' FROM disputes
    WHERE case_code IN (SELECT code FROM cases WHERE conversation = :id) AND (stage <> 'closed' OR legal_hold = 1)
UNION ALL SELECT 'a dispute' FROM disputes
    WHERE case_code IN (
        SELECT by_buyer.case_code FROM disputes AS by_buyer
        WHERE by_buyer.buyer IN (SELECT person FROM sign_ins WHERE conversation = :id)
        UNION SELECT by_seller.case_code FROM disputes AS by_seller
        WHERE by_seller.seller IN (SELECT person FROM sign_ins WHERE conversation = :id)
      )
      AND (stage <> 'closed' OR legal_hold = 1)
LIMIT 1

-- name: ticket_goes_on
SELECT 'it is open' FROM tickets
WHERE case_code = :case_code AND (updated_at >= :before OR (state IN ('waiting', 'answered') AND EXISTS (
    SELECT 1 FROM timers WHERE timers.conversation = 'ticket:' || tickets.case_code
)))

-- name: callback_goes_on
SELECT 'it is open' FROM callbacks
WHERE case_code = :case_code AND (updated_at >= :before OR state IN ('open', 'claimed'))

-- name: dispute_goes_on
SELECT 'it is open' FROM disputes
WHERE case_code = :case_code AND (updated_at >= :before OR stage <> 'closed' OR legal_hold = 1)

-- name: ticket_of_mail
-- In which a mail that came in was decided about.
SELECT ticket_decisions.case_code FROM inbox JOIN ticket_decisions ON ticket_decisions.inbox_id = inbox.id
WHERE inbox.key = :key
