-- name: load
SELECT data FROM disputes WHERE case_code = :case_code

-- name: save
INSERT INTO disputes (
    case_code, order_id, buyer, seller, stage, due, legal_hold, opened_at, decided_at, articles, data, updated_at
)
VALUES (
    :case_code, :order_id, :buyer, :seller, :stage, :due, :legal_hold, :opened_at, :decided_at, :articles, :data, :now
)
ON CONFLICT (case_code) DO UPDATE SET
    order_id = excluded.order_id, buyer = excluded.buyer, seller = excluded.seller, stage = excluded.stage,
    due = excluded.due, legal_hold = excluded.legal_hold, opened_at = excluded.opened_at,
    decided_at = excluded.decided_at, articles = excluded.articles, data = excluded.data,
    updated_at = excluded.updated_at

-- name: open_of_order
SELECT case_code FROM disputes WHERE order_id = :order_id AND stage <> 'closed'

-- name: open
SELECT data FROM disputes
WHERE stage <> 'closed' AND (order_id = :order_id OR :order_id IS NULL)
ORDER BY due NULLS FIRST, opened_at, case_code

-- name: open_of_person
-- Read with each message of whoever is signed in: by the index of either party, where "or" would read all that are open.
SELECT data FROM disputes
WHERE case_code IN (
    SELECT case_code FROM disputes WHERE stage <> 'closed' AND buyer = :person
    UNION
    SELECT case_code FROM disputes WHERE stage <> 'closed' AND seller = :person
  )
  AND (order_id = :order_id OR :order_id IS NULL)
ORDER BY due NULLS FIRST, opened_at, case_code

-- name: newest
SELECT data FROM disputes ORDER BY opened_at DESC, case_code DESC LIMIT :limit
