-- SPDX-License-Identifier: Apache-2.0
-- Minutes are found by service and minute, or by minute alone. With (minute, service) as the key and (service, minute) beside it,
-- PostgreSQL read a whole day of the former for one service. One key that begins with the service and a small index of minutes
-- answer both, in two fifths less room (decision 14). On a database with history this builds its indexes anew.

do $$
declare
    name  text;
    rest  text;
    key   text;
begin
    for name, rest in values ('service_minute', ''), ('endpoint_minute', ', side, endpoint'), ('listener_minute', ', endpoint') loop
        select conname into key from pg_constraint where conrelid = format('%I', name || '_fresh')::regclass and contype = 'p';
        execute format('alter table %I drop constraint %I, add primary key (service, minute%s)', name || '_fresh', key, rest);
        execute format('drop index %I', name || '_by_service');
        execute format('create index %I on %I (minute)', name || '_by_minute', name || '_fresh');

        -- The key takes the name of the index that join_packed_history would make if there were none.
        execute format('drop index %I', name || '_packed_by_service');
        execute format('alter table %I drop constraint %I, add constraint %I primary key (service, hour%s)',
                       name || '_packed', name || '_packed_pkey', name || '_packed_by_service', rest);
        execute format('create index %I on %I (hour)', name || '_packed_by_hour', name || '_packed');
    end loop;
end $$;
