-- name: put
INSERT INTO ratings (key, conversation, of, case_code, agent, solved, stars, words, at)
VALUES (:key, :conversation, :of, :case_code, :agent, :solved, :stars, :words, :at)
ON CONFLICT (key) DO UPDATE SET
    solved = coalesce(excluded.solved, ratings.solved),
    stars = CASE WHEN excluded.stars > 0 THEN excluded.stars ELSE ratings.stars END,
    words = CASE WHEN excluded.words <> '' THEN excluded.words ELSE ratings.words END

-- name: since
SELECT key, conversation, of, case_code, agent, solved, stars, words, at FROM ratings WHERE at >= :at ORDER BY at, key
