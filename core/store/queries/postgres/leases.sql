-- By the database's clock, which is one for all processes: of the times that are given, only their distance counts.

-- name: take
-- What a transaction guards at this moment is left alone: it is tried again before long.
WITH free AS MATERIALIZED (
    SELECT name FROM leases
    WHERE name = ANY (ARRAY(SELECT jsonb_array_elements_text(:names::jsonb)))
      AND (holder = '' OR until <= extract(epoch FROM clock_timestamp())::double precision)
    ORDER BY name
    FOR UPDATE SKIP LOCKED
)
UPDATE leases
SET holder = :holder, epoch = epoch + 1,
    until = extract(epoch FROM clock_timestamp())::double precision + (:until::double precision - :now::double precision)
FROM free
WHERE leases.name = free.name
RETURNING leases.name, leases.epoch

-- name: known
INSERT INTO leases (name, holder, epoch, until)
SELECT name, '', 0, 0 FROM jsonb_array_elements_text(:names::jsonb) AS name ORDER BY name
ON CONFLICT (name) DO NOTHING

-- name: prolong
UPDATE leases
SET until = extract(epoch FROM clock_timestamp())::double precision + (:until::double precision - :now::double precision)
WHERE holder = :holder AND until > extract(epoch FROM clock_timestamp())::double precision
RETURNING name, epoch

-- name: release
UPDATE leases SET holder = ''
WHERE name = ANY (ARRAY(SELECT jsonb_array_elements_text(:names::jsonb))) AND holder = :holder

-- name: guard
SELECT 1 FROM leases
WHERE name = :name AND epoch = :epoch AND holder <> ''
  AND until > extract(epoch FROM clock_timestamp())::double precision
FOR KEY SHARE
