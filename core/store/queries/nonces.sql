-- name: use
INSERT INTO nonces (nonce, ends) VALUES (:nonce, :ends) ON CONFLICT (nonce) DO NOTHING

-- name: forget
DELETE FROM nonces WHERE ends < :now
