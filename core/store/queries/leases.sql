-- name: known
-- So that `take` finds them: nobody's, a JSON list of their names.
INSERT INTO leases (name, holder, epoch, until)
SELECT value, '', 0, 0 FROM json_each(:names) WHERE TRUE
ON CONFLICT (name) DO NOTHING

-- name: take
UPDATE leases SET holder = :holder, epoch = epoch + 1, until = :until
WHERE name IN (SELECT value FROM json_each(:names)) AND (holder = '' OR until <= :now)
RETURNING name, epoch

-- name: prolong
UPDATE leases SET until = :until WHERE holder = :holder AND until > :now RETURNING name, epoch

-- name: release
UPDATE leases SET holder = ''
WHERE name IN (SELECT value FROM json_each(:names)) AND holder = :holder

-- name: guard
SELECT 1 FROM leases WHERE name = :name AND epoch = :epoch AND holder <> '' AND until > :now
