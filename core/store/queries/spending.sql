-- name: add
INSERT INTO spending (day, customer, conversation, model, answers, prompt_tokens, completion_tokens, cost)
VALUES (:day, :customer, :conversation, :model, 1, :prompt_tokens, :completion_tokens, :cost)
ON CONFLICT (day, customer, conversation, model) DO UPDATE SET
    answers = spending.answers + excluded.answers,
    prompt_tokens = spending.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = spending.completion_tokens + excluded.completion_tokens,
    cost = spending.cost + excluded.cost

-- name: on_day
SELECT sum(answers), sum(prompt_tokens), sum(completion_tokens), sum(cost)
FROM spending WHERE day = :day

-- name: on_day_by
SELECT sum(answers), sum(prompt_tokens), sum(completion_tokens), sum(cost)
FROM spending WHERE day = :day AND customer = :customer

-- name: of
SELECT sum(answers), sum(prompt_tokens), sum(completion_tokens), sum(cost)
FROM spending WHERE conversation = :conversation

-- name: by_day
SELECT day, sum(answers), sum(prompt_tokens), sum(completion_tokens), sum(cost)
FROM spending
WHERE day >= :since
GROUP BY day
ORDER BY day
