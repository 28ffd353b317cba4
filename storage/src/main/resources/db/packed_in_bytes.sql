-- SPDX-License-Identifier: Apache-2.0
-- Packed numbers become the smallest of the hour and bytes of differences, instead of one string of bits with both: a number is read
-- in an eighth of the time (decision 15). PackedInBytes runs this, then rewrites the hours that are there, in the same transaction.

do $$
declare
    name  text;
begin
    foreach name in array array['service_minute', 'endpoint_minute', 'listener_minute'] loop
        execute format('alter table %I rename to %I', name || '_packed', name || '_packed_bits');
        execute format('alter index %I rename to %I', name || '_packed_by_service', name || '_packed_bits_by_service');
        execute format('alter index %I rename to %I', name || '_packed_by_hour', name || '_packed_bits_by_hour');
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- By how much the minute nth of an hour is above the smallest. All differences of the hour have the same width, the first of these
-- that is wide enough; the number of bytes tells which:
--
--     8 bytes    1 bit       15 bytes    2 bits     30 bytes    4 bits     60 bytes    8 bits
--    90 bytes   12 bits: 60 low bytes, then 60 times 4 bits
--   120, 180, 240, 480 bytes: 16, 24, 32 and 64 bits: 60 lowest bytes, 60 of the next ones and so on
--
-- Several numbers in a byte begin with its lowest bits.
-- ---------------------------------------------------------------------------------------------------------------------

-- In PL/pgSQL, so that it is called: the others become a part of each query, and planning one takes as long as they are.
create function packed_wide(above bytea, nth integer) returns bigint
    language plpgsql immutable parallel safe as
$$
declare
    value  bigint := 0;
begin
    for plane in reverse pg_catalog.octet_length(above) / 60 - 1 .. 0 loop
        value := value << 8 | pg_catalog.get_byte(above, plane * 60 + nth);
    end loop;
    return value;
end
$$;

comment on function packed_wide(bytea, integer) is 'A difference of 16, 24, 32 or 64 bits in a packed hour; nth is the minute in the hour, from 0.';

create function packed_integer(smallest integer, above bytea, nth integer) returns integer
    language sql immutable parallel safe
    return case when above is null then smallest else smallest + case pg_catalog.octet_length(above)
            when 60 then pg_catalog.get_byte(above, nth)
            when 30 then pg_catalog.get_byte(above, nth >> 1) >> ((nth & 1) << 2) & 15
            when 90 then pg_catalog.get_byte(above, nth)
                + ((pg_catalog.get_byte(above, 60 + (nth >> 1)) >> ((nth & 1) << 2) & 15) << 8)
            when 15 then pg_catalog.get_byte(above, nth >> 2) >> ((nth & 3) << 1) & 3
            when 8 then pg_catalog.get_byte(above, nth >> 3) >> (nth & 7) & 1
            else packed_wide(above, nth)::integer
        end end;

comment on function packed_integer(integer, bytea, integer) is
    'A number of a packed hour, whose differences have up to 31 bits; nth is the minute in the hour, from 0.';

create function packed_bigint(smallest bigint, above bytea, nth integer) returns bigint
    language sql immutable parallel safe
    return case when above is null then smallest else smallest + case pg_catalog.octet_length(above)
            when 60 then pg_catalog.get_byte(above, nth)
            when 30 then pg_catalog.get_byte(above, nth >> 1) >> ((nth & 1) << 2) & 15
            when 90 then pg_catalog.get_byte(above, nth)
                + ((pg_catalog.get_byte(above, 60 + (nth >> 1)) >> ((nth & 1) << 2) & 15) << 8)
            when 15 then pg_catalog.get_byte(above, nth >> 2) >> ((nth & 3) << 1) & 3
            when 8 then pg_catalog.get_byte(above, nth >> 3) >> (nth & 7) & 1
            else packed_wide(above, nth)
        end end;

comment on function packed_bigint(bigint, bytea, integer) is
    'A number of a packed hour, whose differences have up to 63 bits; nth is the minute in the hour, from 0.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables and views are made from the columns of NAME_fresh. A migration that adds a column there calls this again.
-- ---------------------------------------------------------------------------------------------------------------------

create or replace function join_packed_history(name text) returns void
    language plpgsql as
$$
declare
    fresh     regclass := format('%I', name || '_fresh')::regclass;
    keys      text[];
    bigints   text[] := '{}';
    integers  text[] := '{}';
    others    text[] := '{}';
    meanings  text[] := '{}';
    decoded   text[] := '{}';
    made      text[] := '{}';
    above     text := 'By how much each minute is above the smallest; null where all are equal.';
    part      record;
    i         integer;
begin
    select array_agg(a.attname::text order by k.position) into keys
      from pg_index x
     cross join unnest(x.indkey::smallint[]) with ordinality as k (attnum, position)
      join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum
     where x.indrelid = fresh and x.indisprimary and a.attname <> 'minute';

    for part in
        select a.attname::text as name, a.atttypid::regtype::text as type, a.attnotnull as required,
               pg_get_expr(d.adbin, d.adrelid) as generated, col_description(fresh, a.attnum) as meaning
          from pg_attribute a
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated <> ''
         where a.attrelid = fresh and a.attnum > 0 and not a.attisdropped
         order by a.attnum
    loop
        if part.generated is not null then
            made := made || format('%s as %I', part.generated, part.name);
            continue;
        end if;
        made := made || format('%I', part.name);
        if part.name = 'minute' then
            decoded := decoded || format('m.minute');
        elsif part.name = any (keys) then
            decoded := decoded || format('p.%I', part.name);
        elsif part.type in ('integer', 'bigint', 'boolean') then
            if part.type = 'bigint' then
                bigints := bigints || format('%I bigint', part.name);
            else
                integers := integers || format('%I integer', part.name);
            end if;
            others := others || format('%I bytea', part.name || '_above');
            meanings := meanings || array[part.name, part.meaning, part.name || '_above', above];
            if not part.required then
                others := others || format('%I bit(60)', part.name || '_absent');
                meanings := meanings || array[part.name || '_absent',
                    'Minutes of the hour in which ' || part.name || ' is null, as bits; null where it is in none, or in all.'];
            end if;
            decoded := decoded || format(
                case when part.type = 'boolean' then 'coalesce(packed_integer(p.%I, p.%I, m.position), 0) = 1 as %1$I'
                     when part.required then 'coalesce(%4$s(p.%1$I, p.%2$I, m.position), 0) as %1$I'
                     else 'case when p.%3$I is null or get_bit(p.%3$I, m.position) = 0 then %4$s(p.%1$I, p.%2$I, m.position) end as %1$I' end,
                part.name, part.name || '_above', part.name || '_absent', 'packed_' || part.type);
        elsif part.type in ('text', 'double precision') then
            integers := integers || format('%I integer', part.name);
            others := others || format('%I bytea', part.name || '_above') || format('%I %s[]', part.name || '_values', part.type);
            meanings := meanings || array[part.name, part.meaning, part.name || '_above', above]
                || array[part.name || '_values',
                          'What ' || part.name || ' was in the hour; ' || part.name || ' says which of it, counted from '
                          || case when part.required then '0.' else '1, 0 for null.' end];
            decoded := decoded || format('p.%I[coalesce(packed_integer(p.%I, p.%I, m.position), 0) %s] as %2$I',
                                         part.name || '_values', part.name, part.name || '_above',
                                         case when part.required then '+ 1' else '' end);
        elsif part.type = 'integer[]' then
            for i in 1..9 loop
                integers := integers || format('%I integer', part.name || '_' || i);
                others := others || format('%I bytea', part.name || '_' || i || '_above');
                meanings := meanings || array[part.name || '_' || i, format('Count %s of %s.', i, part.name),
                                              part.name || '_' || i || '_above', above];
            end loop;
            decoded := decoded || format('array[%s] as %I',
                (select string_agg(format('coalesce(packed_integer(p.%I, p.%I, m.position), 0)',
                                          part.name || '_' || n, part.name || '_' || n || '_above'), ', ' order by n)
                   from generate_series(1, 9) n), part.name);
        else
            raise exception '%.% is a %, which cannot be packed', fresh, part.name, part.type;
        end if;
    end loop;

    -- What has a fixed length comes first, so that reading a number does not walk over bytes of others.
    execute format('create table if not exists %I (hour timestamptz not null, %s, absent bit(60),
                        constraint %I primary key (service, hour%s)) with (toast_tuple_target = 8160)',
                   name || '_packed',
                   (select string_agg(format('%I text not null', k), ', ') from unnest(keys) k),
                   name || '_packed_by_service',
                   (select coalesce(string_agg(format(', %I', k), ''), '') from unnest(keys) k where k <> 'service'));
    execute format('create index if not exists %I on %I (hour)', name || '_packed_by_hour', name || '_packed');
    execute format('alter table %I %s', name || '_packed',
                   (select string_agg('add column if not exists ' || column_definition, ', ')
                      from unnest(bigints || integers || others) column_definition));

    execute format('create or replace view %I as select %s from (select %s from packed_minute m join %I p on p.hour = m.hour
                        where p.absent is null or get_bit(p.absent, m.position) = 0) d',
                   name || '_unpacked', array_to_string(made, ', '), array_to_string(decoded, ', '), name || '_packed');
    execute format('create or replace view %1$I as select %2$s from %3$I union all select %2$s from %4$I',
                   name,
                   (select string_agg(format('%I', attname), ', ' order by attnum)
                      from pg_attribute where attrelid = fresh and attnum > 0 and not attisdropped),
                   name || '_fresh', name || '_unpacked');

    execute format('comment on table %I is %L', name || '_packed',
                   'Hours of ' || name || ' that are some days old, a row each. A number is the smallest of the hour and its difference to it, which packed_integer() and packed_bigint() read; ask '
                   || name || '.');
    execute format('comment on column %I.hour is %L', name || '_packed', 'Start of the hour, UTC.');
    execute format('comment on column %I.absent is %L', name || '_packed', 'Minutes of the hour that have no row, as bits; null where all have one.');
    for i in 1..array_length(keys, 1) loop
        execute format('comment on column %I.%I is %L', name || '_packed', keys[i],
                       col_description(fresh, (select attnum from pg_attribute where attrelid = fresh and attname = keys[i])));
    end loop;
    for i in 1..array_length(meanings, 1) by 2 loop
        execute format('comment on column %I.%I is %L', name || '_packed', meanings[i], meanings[i + 1]);
    end loop;
    for part in
        select attname, col_description(fresh, attnum) as meaning
          from pg_attribute where attrelid = fresh and attnum > 0 and not attisdropped
    loop
        execute format('comment on column %I.%I is %L', name, part.attname, part.meaning);
        execute format('comment on column %I.%I is %L', name || '_unpacked', part.attname, part.meaning);
    end loop;
    execute format('comment on view %I is %L', name, obj_description(fresh, 'pg_class'));
    execute format('comment on view %I is %L', name || '_unpacked', 'The packed hours of ' || name || ', minute by minute.');
    execute format('comment on table %I is %L', name || '_fresh', 'The newest days of ' || name || ', as the sink writes them. Daily partitions, UTC.');
end
$$;

comment on function join_packed_history(text) is
    'Makes NAME_packed, NAME_unpacked and the view NAME out of the columns of NAME_fresh; adds what is missing.';

select join_packed_history(name) from unnest(array['service_minute', 'endpoint_minute', 'listener_minute']) name;

drop function packed_integer(varbit, integer);
drop function packed_bigint(varbit, integer);
