DROP TRIGGER cofab_tell ON base_event;
DROP FUNCTION cofab_tell(), cofab_append_only(), cofab_now(), cofab_sees(bigint[]), cofab_organisations(), cofab_is_system();
