-- Who holds time directly, without an order, keeps the owner's rules: least slot, notice, and a gap to other claims.
-- Plans and orders are bound by what their parties agree.
CREATE FUNCTION proposition_booking_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rules record;
    gap interval;
BEGIN
    SELECT minimum_slot_s, notice_s, buffer_s INTO rules FROM proposition_machine WHERE id = NEW.machine_id;
    IF upper(NEW.during) - lower(NEW.during) < make_interval(secs => rules.minimum_slot_s) THEN
        RAISE EXCEPTION 'slot below the minimum of machine %', NEW.machine_id USING ERRCODE = 'CF002';
    END IF;
    IF lower(NEW.during) < cofab_now() + make_interval(secs => rules.notice_s) THEN
        RAISE EXCEPTION 'notice too short for machine %', NEW.machine_id USING ERRCODE = 'CF003';
    END IF;
    gap := make_interval(secs => rules.buffer_s);
    IF rules.buffer_s > 0 AND EXISTS (
        SELECT 1 FROM proposition_occupancy o WHERE o.machine_id = NEW.machine_id AND o.state = 'active'
            AND o.during && tstzrange(lower(NEW.during) - gap, upper(NEW.during) + gap)
    ) THEN
        RAISE EXCEPTION 'too near to other work on machine %', NEW.machine_id USING ERRCODE = 'CF004';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER proposition_occupancy_booking
    BEFORE INSERT ON proposition_occupancy
    FOR EACH ROW WHEN (NEW.state = 'active' AND NEW.kind = 'reservation' AND NEW.order_key = '')
    EXECUTE FUNCTION proposition_booking_rules();
