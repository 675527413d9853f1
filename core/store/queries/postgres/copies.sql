-- name: written
SELECT ref
FROM copies
WHERE conversation = :conversation AND thread = :thread
GROUP BY ref
ORDER BY min(at), min(seq)
