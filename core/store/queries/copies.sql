-- name: put
INSERT INTO copies (effect, conversation, ref, thread, at) VALUES (:effect, :conversation, :ref, :thread, :at)
ON CONFLICT (effect) DO NOTHING

-- name: of
SELECT copies.thread, outbox.id, outbox.part, outbox.effect, outbox.state, outbox.receipt
FROM copies JOIN outbox ON outbox.id = copies.effect
WHERE copies.conversation = :conversation AND copies.ref = :ref
ORDER BY outbox.seq

-- name: written
SELECT ref
FROM copies
WHERE conversation = :conversation AND thread = :thread
GROUP BY ref
ORDER BY MIN(at), MIN(rowid)

-- name: failed
SELECT copies.ref
FROM copies JOIN outbox ON outbox.id = copies.effect
WHERE copies.conversation = :conversation AND copies.thread = :thread AND outbox.state = 'failed'
GROUP BY copies.ref
ORDER BY MAX(outbox.seq) DESC
