-- Who of the staff it was, by their id; empty where it was nobody's doing but the desk's or the customer's.
ALTER TABLE audit ADD COLUMN who TEXT NOT NULL DEFAULT '';
UPDATE audit SET who = substr(detail, 1, instr(detail, ' ') - 1)
WHERE kind IN ('board: read', 'board: closed', 'board: opened', 'board: on duty', 'board: off duty', 'board: signed in',
               'board: signed out') AND instr(detail, ' ') > 1;
UPDATE audit SET who = detail
WHERE kind IN ('on duty', 'off duty', 'agent''s settings');
CREATE INDEX audit_by_age ON audit (at, seq);
CREATE INDEX audit_of_who ON audit (who, seq) WHERE who <> '';

-- What was noted stays as it was noted. An erasure puts its own name in the place of the customer's and may empty the words;
-- nothing goes before it is ninety days old, by the clock of this machine, whatever the settings say.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
WHEN NOT (
    NEW.conversation LIKE 'erased:%' AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.kind = OLD.kind AND NEW.who = OLD.who
    AND (NEW.detail = OLD.detail OR NEW.detail = '')
)
BEGIN
    SELECT RAISE(ABORT, 'what stands in the audit is not changed');
END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
WHEN OLD.at > CAST(strftime('%s', 'now') AS REAL) - 90 * 86400
BEGIN
    SELECT RAISE(ABORT, 'what stands in the audit stays for ninety days');
END;
