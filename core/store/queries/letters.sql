-- name: inbox_again
-- As a new row: what followed from the old one, such as that it was not understood, has its number.
INSERT INTO inbox (key, source, stream, slot, payload, received_at)
SELECT key || '/again', source, stream, slot, payload, :now FROM inbox WHERE id = :id AND state = 'dead'

-- name: inbox_answered
UPDATE inbox SET state = 'ignored', reason = 'tried again: ' || reason WHERE id = :id AND state = 'dead'

-- name: outbox_room
-- That it failed was told under the key under which the next outcome will be.
UPDATE inbox SET key = key || '/' || id
WHERE key IN (SELECT id || '/' || part FROM outbox WHERE id = :id AND state = 'failed' AND discarded = 0)

-- name: outbox_again
UPDATE outbox SET state = 'waiting', attempts = 0, not_before = :now, reason = ''
WHERE id = :id AND state = 'failed' AND discarded = 0

-- name: inbox_discard
UPDATE inbox SET state = 'ignored' WHERE id = :id AND state = 'dead'

-- name: outbox_discard
UPDATE outbox SET discarded = 1 WHERE id = :id AND state = 'failed' AND discarded = 0
