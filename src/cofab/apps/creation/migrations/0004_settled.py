"""No order for a demand on which anything is open: the database refuses it, whoever writes."""

from django.db import migrations

SETTLED = """
CREATE FUNCTION creation_order_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.demand_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM proposition_demand WHERE id = NEW.demand_id AND state = 'ready' AND unsettled = 0
    ) THEN
        RAISE EXCEPTION 'the demand of this order is not settled' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_settled BEFORE INSERT ON creation_order
    FOR EACH ROW EXECUTE FUNCTION creation_order_settled();
"""
UNDO = """
DROP TRIGGER order_settled ON creation_order;
DROP FUNCTION creation_order_settled();
"""


class Migration(migrations.Migration):
    dependencies = [("creation", "0003_sample"), ("proposition", "0002_demand_edits")]

    operations = [migrations.RunSQL(SETTLED, UNDO)]
