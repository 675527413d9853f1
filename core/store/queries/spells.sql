-- name: put
INSERT INTO spells (agent, languages, began_at, ended_at) VALUES (:agent, :languages, :began_at, :ended_at)
ON CONFLICT (agent, began_at) DO UPDATE SET languages = excluded.languages, ended_at = excluded.ended_at

-- name: open_of
SELECT agent, languages, began_at, ended_at FROM spells
WHERE agent = :agent AND ended_at IS NULL
ORDER BY began_at DESC
LIMIT 1

-- name: since
SELECT agent, languages, began_at, ended_at FROM spells WHERE ended_at IS NULL
UNION ALL
SELECT agent, languages, began_at, ended_at FROM spells WHERE ended_at >= :when
ORDER BY 3, 1
