-- name: ahead
SELECT count(*) FROM tickets WHERE state = 'waiting'

-- name: answered
SELECT first_answer FROM (
    SELECT first_answer, answered_at, case_code FROM tickets
    WHERE answered_at IS NOT NULL ORDER BY answered_at DESC, case_code DESC LIMIT :limit
) AS found
ORDER BY answered_at, case_code

-- name: owed
SELECT data FROM tickets WHERE state = 'waiting' ORDER BY opened_at, case_code
