-- A machine found down takes no new reservation or booking before it is expected back.
-- What was promised before stays: changing a row's kind or state, or shortening it, is no new promise.
CREATE FUNCTION proposition_refuse_down() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    since timestamptz;
    until timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.machine_id = NEW.machine_id AND OLD.during @> NEW.during THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT down_since, down_until INTO since, until FROM proposition_machine WHERE id = NEW.machine_id;
    IF since IS NOT NULL AND (until IS NULL OR lower(NEW.during) < until) THEN
        RAISE EXCEPTION 'machine % is down', NEW.machine_id USING ERRCODE = 'CF001';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER proposition_occupancy_down
    BEFORE INSERT OR UPDATE OF machine_id, during ON proposition_occupancy
    FOR EACH ROW WHEN (NEW.state = 'active' AND NEW.kind IN ('reservation', 'booking'))
    EXECUTE FUNCTION proposition_refuse_down();
