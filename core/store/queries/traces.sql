-- What there is of one customer, found and removed. A step never reads a whole table.

-- name: chats_of_person
SELECT conversation FROM sign_ins WHERE person = :person ORDER BY conversation

-- name: chats_by_mail
SELECT DISTINCT conversation FROM tickets WHERE email = :mail AND email <> ''

-- name: cases_of
SELECT code FROM cases WHERE conversation = :conversation
UNION SELECT case_code FROM tickets WHERE conversation = :conversation
UNION SELECT case_code FROM callbacks WHERE conversation = :conversation
UNION SELECT case_code FROM chats WHERE conversation = :conversation

-- name: disputes_of
SELECT data FROM disputes
WHERE case_code IN (SELECT case_code FROM disputes WHERE buyer = :person
                    UNION SELECT case_code FROM disputes WHERE seller = :person)

-- name: threads_of
SELECT address FROM threads WHERE conversation = :conversation

-- name: mails_in
-- Those that were decided about in a ticket.
SELECT inbox.payload FROM ticket_decisions JOIN inbox ON inbox.id = ticket_decisions.inbox_id
WHERE ticket_decisions.case_code = :case_code AND inbox.source = 'mail'

-- name: mails_in_stream
SELECT payload FROM inbox WHERE stream = :stream AND source = 'mail'

-- name: waiting
-- What is to be sent about it; `begun`: those that somebody may be sending right now.
SELECT count(*), count(CASE WHEN attempts > 0 AND not_before <= :now THEN 1 END) FROM outbox
WHERE conversation = :conversation AND state = 'waiting'

-- name: drop_waiting
UPDATE outbox SET state = 'failed', discarded = 1, reason = 'erased'
WHERE conversation = :conversation AND state = 'waiting' AND (attempts = 0 OR not_before > :now OR :every = 1)

-- name: sent
SELECT seq, effect, receipt FROM outbox WHERE conversation = :conversation AND state = 'done' ORDER BY seq

-- name: forget_effect
DELETE FROM outbox WHERE seq = :seq

-- name: ratings
SELECT key, conversation, at, of, case_code, agent, solved, stars, words FROM ratings
WHERE conversation = :conversation ORDER BY at, key

-- name: gaps
SELECT at, kind, language, text, article, probability, conversation FROM gaps
WHERE conversation = :conversation ORDER BY at, id

-- name: sign_in
SELECT person, at FROM sign_ins WHERE conversation = :conversation

-- name: spending
SELECT day, model, answers, prompt_tokens, completion_tokens, cost FROM spending
WHERE conversation = :conversation ORDER BY day, model

-- name: forget_core_items
-- What the desk told itself: no platform delivers it again.
DELETE FROM inbox WHERE stream = :stream AND source = 'core'

-- name: forget_core_decided
DELETE FROM inbox
WHERE source = 'core' AND id IN (SELECT inbox_id FROM decisions WHERE conversation = :conversation)

-- name: empty_items
-- The key stays, so that what is delivered again is known. What the customer wrote meanwhile begins anew.
UPDATE inbox SET payload = '', reason = '', stream = :erased, state = CASE WHEN state = 'done' THEN 'done' ELSE 'ignored' END
WHERE stream = :stream AND (state <> 'new' OR :every = 1)

-- name: empty_decided
UPDATE inbox SET payload = '', reason = '', stream = :erased, state = CASE WHEN state = 'done' THEN 'done' ELSE 'ignored' END
WHERE id IN (SELECT inbox_id FROM decisions WHERE conversation = :conversation)

-- name: empty_ticket_items
UPDATE inbox SET payload = '', reason = '', stream = :erased, state = CASE WHEN state = 'done' THEN 'done' ELSE 'ignored' END
WHERE id IN (SELECT inbox_id FROM ticket_decisions WHERE case_code = :case_code)

-- name: empty_callback_items
UPDATE inbox SET payload = '', reason = '', stream = :erased, state = CASE WHEN state = 'done' THEN 'done' ELSE 'ignored' END
WHERE id IN (SELECT inbox_id FROM callback_decisions WHERE case_code = :case_code)

-- name: empty_dispute_items
UPDATE inbox SET payload = '', reason = '', stream = :erased, state = CASE WHEN state = 'done' THEN 'done' ELSE 'ignored' END
WHERE id IN (SELECT inbox_id FROM dispute_decisions WHERE case_code = :case_code)

-- name: forget_items
-- The emptied ones, once no platform delivers again; a mailbox may show its mails for ever.
DELETE FROM inbox WHERE stream = :erased AND source <> 'mail'

-- name: ids_of_stream
SELECT id FROM inbox WHERE stream = :stream

-- name: forget_effects_of_item
DELETE FROM outbox WHERE id >= :begin AND id < :end

-- name: forget_effects
DELETE FROM outbox WHERE conversation = :conversation

-- name: forget_decisions
DELETE FROM decisions WHERE conversation = :conversation

-- name: forget_messages
DELETE FROM messages WHERE conversation = :conversation

-- name: forget_timers
DELETE FROM timers WHERE conversation = :conversation

-- name: forget_threads
DELETE FROM threads WHERE conversation = :conversation

-- name: forget_conversation
DELETE FROM conversations WHERE id = :conversation

-- name: forget_links
DELETE FROM links WHERE conversation = :conversation

-- name: forget_sign_in
DELETE FROM sign_ins WHERE conversation = :conversation

-- name: forget_ratings
DELETE FROM ratings WHERE conversation = :conversation

-- name: forget_chats
DELETE FROM chats WHERE conversation = :conversation

-- name: forget_answers
-- What a model wrote for a question of theirs may be said to others no more. It was written before the answer was counted, and
-- soon after the question came, however late the desk came to either.
DELETE FROM answer_cache
WHERE key IN (
    SELECT kept.key FROM asked JOIN answer_cache AS kept ON kept.at >= asked.at - 300 AND kept.at <= asked.at + 300
    WHERE asked.conversation = :conversation
    UNION
    SELECT kept.key FROM messages JOIN answer_cache AS kept ON kept.at >= messages.at - 5 AND kept.at <= messages.at + 300
    WHERE messages.conversation = :conversation AND messages.author = 'customer'
)

-- name: forget_asked
DELETE FROM asked WHERE conversation = :conversation

-- name: forget_gaps
DELETE FROM gaps WHERE conversation = :conversation

-- name: forget_copies
DELETE FROM copies WHERE conversation = :conversation

-- name: forget_person_words
DELETE FROM person_words WHERE conversation = :conversation

-- name: unname_spending
-- What it cost is still counted.
INSERT INTO spending (day, customer, conversation, model, answers, prompt_tokens, completion_tokens, cost)
SELECT day, CAST(:erased AS TEXT), CAST(:erased AS TEXT), model,
       CAST(sum(answers) AS BIGINT), CAST(sum(prompt_tokens) AS BIGINT), CAST(sum(completion_tokens) AS BIGINT),
       CAST(sum(cost) AS BIGINT)
FROM spending WHERE conversation = :conversation
GROUP BY day, model
ON CONFLICT (day, customer, conversation, model) DO UPDATE SET
    answers = spending.answers + excluded.answers,
    prompt_tokens = spending.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = spending.completion_tokens + excluded.completion_tokens,
    cost = spending.cost + excluded.cost

-- name: forget_spending
DELETE FROM spending WHERE conversation = :conversation

-- name: unname_audit
-- Who of the staff saw and did what stays; what it says of the customer goes.
UPDATE audit SET conversation = :erased,
    detail = CASE WHEN kind LIKE 'board:%' OR kind LIKE 'data %' THEN detail ELSE '' END
WHERE conversation = :conversation

-- name: unname_case
UPDATE cases SET conversation = :erased WHERE code = :case_code

-- name: forget_case
DELETE FROM cases WHERE code = :case_code

-- name: forget_handoffs
DELETE FROM handoffs WHERE case_code = :case_code

-- name: forget_ticket
DELETE FROM tickets WHERE case_code = :case_code

-- name: forget_ticket_decisions
DELETE FROM ticket_decisions WHERE case_code = :case_code

-- name: forget_callback
DELETE FROM callbacks WHERE case_code = :case_code

-- name: forget_callback_decisions
DELETE FROM callback_decisions WHERE case_code = :case_code

-- name: forget_dispute
DELETE FROM disputes WHERE case_code = :case_code

-- name: forget_dispute_decisions
DELETE FROM dispute_decisions WHERE case_code = :case_code

-- name: forget_kept
DELETE FROM keep WHERE name = :name

-- name: forget_kept_under
-- All names that begin so.
DELETE FROM keep WHERE name >= :begin AND name < :end
