-- What holds for the ledger whoever writes to it. The functions see every row, since a sum over some is no sum.

CREATE FUNCTION realisation_entry_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
DECLARE
    wanted realisation_entry%ROWTYPE;
    postings bigint;
BEGIN
    IF TG_TABLE_NAME = 'realisation_entry' THEN
        wanted := NEW;
    ELSE
        SELECT * INTO wanted FROM realisation_entry WHERE id = NEW.entry_id;
    END IF;
    SELECT count(*) INTO postings FROM realisation_posting WHERE entry_id = wanted.id;
    IF postings < 2 OR postings <> wanted.size THEN
        RAISE EXCEPTION 'entry % has % postings and says %', wanted.key, postings, wanted.size
            USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_entry_postings';
    END IF;
    IF EXISTS (
        SELECT 1 FROM realisation_posting p JOIN realisation_account a ON a.id = p.account_id
        WHERE p.entry_id = wanted.id GROUP BY a.currency HAVING sum(p.amount_minor) <> 0
    ) THEN
        RAISE EXCEPTION 'entry % does not balance', wanted.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_entry_balances';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER realisation_entry_balances AFTER INSERT ON realisation_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION realisation_entry_balances();
CREATE CONSTRAINT TRIGGER realisation_posting_balances AFTER INSERT ON realisation_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION realisation_entry_balances();

CREATE FUNCTION realisation_apply_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
BEGIN
    PERFORM 1 FROM realisation_account WHERE id IN (SELECT account_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    UPDATE realisation_account a SET posted_minor = a.posted_minor + s.amount
    FROM (SELECT account_id, sum(amount_minor) AS amount FROM fresh GROUP BY account_id) s
    WHERE a.id = s.account_id;
    RETURN NULL;
END $$;

CREATE TRIGGER realisation_apply_postings AFTER INSERT ON realisation_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION realisation_apply_postings();

CREATE FUNCTION realisation_apply_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
BEGIN
    PERFORM 1 FROM realisation_account WHERE id IN (SELECT account_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    UPDATE realisation_account a SET held_minor = a.held_minor + s.amount
    FROM (SELECT account_id, sum(amount_minor) AS amount FROM fresh WHERE state = 'held' GROUP BY account_id) s
    WHERE a.id = s.account_id;
    RETURN NULL;
END $$;

CREATE TRIGGER realisation_apply_holds AFTER INSERT ON realisation_hold
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION realisation_apply_holds();

CREATE FUNCTION realisation_hold_resolves_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'held' THEN
            RAISE EXCEPTION 'a hold begins held' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'held' OR NEW.state = 'held'
        OR (NEW.id, NEW.key, NEW.account_id, NEW.amount_minor, NEW.purpose, NEW.order_key, NEW.idempotency_key,
            NEW.placed_at, NEW.audience) IS DISTINCT FROM
           (OLD.id, OLD.key, OLD.account_id, OLD.amount_minor, OLD.purpose, OLD.order_key, OLD.idempotency_key,
            OLD.placed_at, OLD.audience)
        OR NEW.expires_at IS DISTINCT FROM OLD.expires_at THEN
        RAISE EXCEPTION 'hold % is % and resolves once', OLD.key, OLD.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'expired' AND (NEW.expires_at IS NULL OR NEW.expires_at > cofab_now()) THEN
        RAISE EXCEPTION 'hold % has not expired', OLD.key USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE realisation_account SET held_minor = held_minor - OLD.amount_minor WHERE id = OLD.account_id;
    RETURN NEW;
END $$;

CREATE TRIGGER realisation_hold_resolves_once BEFORE INSERT OR UPDATE ON realisation_hold
    FOR EACH ROW EXECUTE FUNCTION realisation_hold_resolves_once();

CREATE FUNCTION realisation_account_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.posted_minor, NEW.held_minor) IS DISTINCT FROM (0::bigint, 0::bigint) THEN
            RAISE EXCEPTION 'an account begins empty' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.key, NEW.kind, NEW.currency, NEW.order_key, NEW.custodian) IS DISTINCT FROM
       (OLD.id, OLD.key, OLD.kind, OLD.currency, OLD.order_key, OLD.custodian)
        OR NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN
        RAISE EXCEPTION 'account % stays what it is', OLD.key USING ERRCODE = 'restrict_violation';
    END IF;
    IF pg_trigger_depth() < 2
        AND (NEW.posted_minor, NEW.held_minor) IS DISTINCT FROM (OLD.posted_minor, OLD.held_minor) THEN
        RAISE EXCEPTION 'only postings and holds move account %', OLD.key USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER realisation_account_kept BEFORE INSERT OR UPDATE ON realisation_account
    FOR EACH ROW EXECUTE FUNCTION realisation_account_kept();

CREATE FUNCTION realisation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER realisation_kept BEFORE DELETE ON realisation_account
    FOR EACH ROW EXECUTE FUNCTION realisation_kept();
CREATE TRIGGER realisation_kept BEFORE DELETE ON realisation_hold
    FOR EACH ROW EXECUTE FUNCTION realisation_kept();
