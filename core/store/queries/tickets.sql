-- name: load
SELECT data FROM tickets WHERE case_code = :case_code

-- name: save
INSERT INTO tickets (
    case_code, conversation, state, team_token, customer_token, opened_at, answered_at, first_answer, email, data,
    updated_at
)
VALUES (
    :case_code, :conversation, :state, :team_token, :customer_token, :opened_at, :answered_at, :first_answer, :email, :data,
    :now
)
ON CONFLICT (case_code) DO UPDATE SET
    conversation = excluded.conversation, state = excluded.state, team_token = excluded.team_token,
    customer_token = excluded.customer_token, opened_at = excluded.opened_at,
    answered_at = coalesce(tickets.answered_at, excluded.answered_at),
    first_answer = coalesce(tickets.first_answer, excluded.first_answer),
    email = excluded.email, data = excluded.data, updated_at = excluded.updated_at

-- name: of_token
SELECT data FROM tickets WHERE team_token = :token OR customer_token = :token

-- name: open_of
SELECT data FROM tickets
WHERE conversation = :conversation AND state IN ('waiting', 'answered')
ORDER BY opened_at, case_code
