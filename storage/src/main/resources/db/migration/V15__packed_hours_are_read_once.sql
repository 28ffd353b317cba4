-- SPDX-License-Identifier: Apache-2.0
-- A question for some minutes reads the hours of these minutes, each once, however long the history is (decision 15).

-- That columns are there already is no news.
set local client_min_messages = warning;

-- join_packed_history() writes the views. Whether a minute is absent from its hour was a condition on both tables: a plan that looks an hour up
-- for its minutes had to look again for each of them, so that PostgreSQL read all hours that a service ever had. "offset 0" keeps the condition
-- apart from the search, which then is for the hour alone and is remembered for the next minute.
do $$
declare
    before   text := pg_get_functiondef('join_packed_history(text)'::regprocedure);
    changed  text := replace(before,
        'where p.absent is null or get_bit(p.absent, m.position) = 0)',
        'cross join lateral (select p.absent offset 0) a where a.absent is null or get_bit(a.absent, m.position) = 0)');
begin
    if changed = before then
        raise exception 'join_packed_history(text) is not as version 13 made it';
    end if;
    execute changed;
    perform join_packed_history(name) from unnest(array['service_minute', 'endpoint_minute', 'listener_minute']) name;
end $$;
