-- What the policies, the clock and the history rest on.

CREATE FUNCTION cofab_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('cofab.viewer', true) = 'system', false);

CREATE FUNCTION cofab_organisations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(string_to_array(nullif(current_setting('cofab.orgs', true), ''), ',')::bigint[], '{}');

CREATE FUNCTION cofab_sees(audience bigint[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN cofab_is_system() OR audience && cofab_organisations();

CREATE FUNCTION cofab_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN statement_timestamp() + make_interval(secs => coalesce((SELECT offset_s FROM base_clock), 0));

CREATE FUNCTION cofab_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION cofab_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('cofab_events', NEW.key);
    RETURN NULL;
END $$;

CREATE TRIGGER cofab_tell AFTER INSERT ON base_event FOR EACH ROW EXECUTE FUNCTION cofab_tell();

INSERT INTO base_clock (id, offset_s) VALUES (1, 0);
