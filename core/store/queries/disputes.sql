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
WHERE stage <> 'closed'
  AND (:person IS NULL OR buyer = :person OR seller = :person)
  AND (:order_id IS NULL OR order_id = :order_id)
ORDER BY due, opened_at, case_code

-- name: newest
SELECT data FROM disputes ORDER BY opened_at DESC, case_code DESC LIMIT :limit
