-- name: put
INSERT INTO agents (id, name, on_duty, languages, away, since, capacity, named, vetoes, updated_at)
VALUES (:id, :name, :on_duty, :languages, :away, :since, :capacity, :named, :vetoes, :now)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, on_duty = excluded.on_duty, languages = excluded.languages, away = excluded.away,
    since = excluded.since, capacity = excluded.capacity, named = excluded.named, vetoes = excluded.vetoes,
    updated_at = excluded.updated_at

-- name: all
SELECT id, name, on_duty, languages, away, since, capacity, named, vetoes FROM agents ORDER BY id

-- name: get
SELECT id, name, on_duty, languages, away, since, capacity, named, vetoes FROM agents WHERE id = :id
