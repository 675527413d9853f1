-- expand
-- Who of the staff it was, by their id; empty where it was nobody's doing but the desk's or the customer's.
ALTER TABLE audit ADD COLUMN who TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE audit SET who = split_part(detail, ' ', 1)
WHERE kind IN ('board: read', 'board: closed', 'board: opened', 'board: on duty', 'board: off duty', 'board: signed in',
               'board: signed out') AND position(' ' IN detail) > 1;
UPDATE audit SET who = detail
WHERE kind IN ('on duty', 'off duty', 'agent''s settings');
CREATE INDEX audit_by_age ON audit (at, seq);
CREATE INDEX audit_of_who ON audit (who, seq) WHERE who <> '';

-- What was noted stays as it was noted. An erasure puts its own name in the place of the customer's and may empty the words;
-- nothing goes before it is ninety days old, by the clock of the database, whatever the settings say.
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.conversation LIKE 'erased:%' AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.kind = OLD.kind
            AND NEW.who = OLD.who AND (NEW.detail = OLD.detail OR NEW.detail = '') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'what stands in the audit is not changed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.at <= extract(epoch FROM clock_timestamp())::double precision - 90 * 86400 THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'what stands in the audit stays for ninety days' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
