-- Entries and their postings are written by one statement, so that one look at its end sees all of them.

DROP TRIGGER realisation_posting_balances ON realisation_posting;
DROP TRIGGER realisation_entry_balances ON realisation_entry;
DROP FUNCTION realisation_entry_balances;

-- An entry without postings; the trigger of postings looks at every entry that has some.
CREATE FUNCTION realisation_entry_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
DECLARE
    bare text;
BEGIN
    SELECT f.key INTO bare FROM fresh f
    WHERE NOT EXISTS (SELECT 1 FROM realisation_posting p WHERE p.entry_id = f.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % has no postings', bare
            USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_entry_postings';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER realisation_entry_postings AFTER INSERT ON realisation_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION realisation_entry_postings();

CREATE FUNCTION realisation_entries_whole(entries bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    odd record;
BEGIN
    FOR odd IN
        SELECT e.id, e.key, e.size, count(*) AS postings, count(a.id) AS known FROM realisation_entry e
        JOIN realisation_posting p ON p.entry_id = e.id LEFT JOIN realisation_account a ON a.id = p.account_id
        WHERE e.id = ANY (entries) GROUP BY e.id
        HAVING count(*) <> e.size OR count(a.id) <> e.size OR min(a.currency) <> max(a.currency)
            OR sum(p.amount_minor) <> 0
    LOOP
        IF odd.postings <> odd.size OR odd.known <> odd.size THEN
            RAISE EXCEPTION 'entry % has % postings to % known accounts and says %', odd.key, odd.postings, odd.known,
                odd.size USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_entry_postings';
        END IF;
        IF EXISTS (
            SELECT 1 FROM realisation_posting p JOIN realisation_account a ON a.id = p.account_id
            WHERE p.entry_id = odd.id GROUP BY a.currency HAVING sum(p.amount_minor) <> 0
        ) THEN
            RAISE EXCEPTION 'entry % does not balance', odd.key
                USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_entry_balances';
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION realisation_apply_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET cofab.viewer = 'system' AS $$
DECLARE
    short record;
BEGIN
    IF EXISTS (SELECT 1 FROM fresh f LEFT JOIN realisation_entry e ON e.id = f.entry_id WHERE e.id IS NULL) THEN
        RAISE EXCEPTION 'a posting needs its entry' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM realisation_entries_whole(array_agg(DISTINCT entry_id)) FROM fresh;
    PERFORM 1 FROM realisation_account WHERE id IN (SELECT account_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    SELECT a.posted_minor - a.held_minor AS available, -s.amount AS needed INTO short
    FROM (SELECT account_id, sum(amount_minor)::bigint AS amount FROM fresh GROUP BY account_id) s
    JOIN realisation_account a ON a.id = s.account_id
    WHERE CASE WHEN a.kind IN ('custody', 'owes') THEN a.posted_minor + s.amount > 0
               ELSE a.posted_minor + s.amount < a.held_minor END
    ORDER BY a.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'realisation_account_covered: % is free and % is needed', short.available, short.needed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'realisation_account_covered',
                  DETAIL = short.available || ' ' || short.needed;
    END IF;
    UPDATE realisation_account a SET posted_minor = a.posted_minor + s.amount
    FROM (SELECT account_id, sum(amount_minor) AS amount FROM fresh GROUP BY account_id) s
    WHERE a.id = s.account_id;
    RETURN NULL;
END $$;

-- Write entries with their postings and events; an entry whose idempotency key stands already is left out (id 0).
-- Arrays of entries: one place an entry. `posting_of` tells the place (from 1) of each posting's entry. A commitment
-- is the hash of its salt and of the event's canonical JSON, which is `head`, the time, `tail`.
CREATE FUNCTION realisation_write(
    ids bigint[], keys text[], idempotency_keys text[], kinds text[], order_keys text[], facts text[], sizes int[],
    hashes text[], audiences text[], posting_of int[], accounts bigint[], amounts bigint[], actor text,
    on_behalf text, event_keys text[], event_facts text[], salts bytea[], heads text[], tails text[]
) RETURNS bigint[] LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    at timestamptz := cofab_now();
    said text := to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        || CASE WHEN date_part('microseconds', at)::bigint % 1000000 = 0 THEN ''
                ELSE to_char(at AT TIME ZONE 'UTC', '.US') END || 'Z';
    written bigint[];
BEGIN
    PERFORM 1 FROM realisation_account WHERE id = ANY (accounts) ORDER BY id FOR NO KEY UPDATE;
    WITH asked AS MATERIALIZED (
        SELECT coalesce(u.id, nextval('realisation_entry_id_seq')) AS id, u.key, u.idempotency_key, u.kind,
            u.order_key, u.facts, u.size, u.hash, u.audience::bigint[] AS audience, u.place, u.event_key,
            u.event_facts, u.salt, u.head, u.tail
        FROM unnest(ids, keys, idempotency_keys, kinds, order_keys, facts, sizes, hashes, audiences, event_keys,
            event_facts, salts, heads, tails) WITH ORDINALITY
            AS u(id, key, idempotency_key, kind, order_key, facts, size, hash, audience, event_key, event_facts, salt,
                 head, tail, place)
    ), entry AS (
        INSERT INTO realisation_entry
            (id, key, idempotency_key, kind, order_key, facts, size, hash, audience, at)
        SELECT a.id, a.key, a.idempotency_key, a.kind, a.order_key, a.facts::jsonb, a.size, a.hash, a.audience, at
        FROM asked a ORDER BY a.place
        ON CONFLICT (idempotency_key) DO NOTHING RETURNING id
    ), posting AS (
        INSERT INTO realisation_posting (entry_id, account_id, amount_minor, audience)
        SELECT a.id, p.account_id, p.amount_minor, a.audience
        FROM unnest(posting_of, accounts, amounts) WITH ORDINALITY AS p(place, account_id, amount_minor, line)
        JOIN asked a ON a.place = p.place JOIN entry e ON e.id = a.id ORDER BY p.line
    ), event AS (
        INSERT INTO base_event (key, at, actor, on_behalf, kind, subject, before, after, facts, rules, salt,
            commitment, audience)
        SELECT a.event_key, at, actor, on_behalf, 'ledger.post', coalesce(nullif(a.order_key, ''), a.key), '', '',
            a.event_facts::jsonb, '', a.salt,
            encode(sha256(a.salt || convert_to(a.head || said || a.tail, 'UTF8')), 'hex'), a.audience
        FROM asked a JOIN entry e ON e.id = a.id ORDER BY a.place
    )
    SELECT array_agg(coalesce(e.id, 0) ORDER BY a.place) INTO written FROM asked a LEFT JOIN entry e ON e.id = a.id;
    RETURN written;
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes
        WHERE tablename IN ('realisation_entry', 'realisation_hold', 'realisation_account') AND indexname LIKE '%\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END $$;
