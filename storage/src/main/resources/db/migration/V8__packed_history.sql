-- SPDX-License-Identifier: Apache-2.0
-- Minutes that are some days old are packed: one row for a service's hour, a column of bits for each column of the minutes.
-- service_minute, endpoint_minute and listener_minute are views from here on, over NAME_fresh (rows as the sink writes them) and
-- NAME_unpacked (what the packed hours hold, minute by minute). docs/history.md explains the layout, decision 13 why.

create table packed_minute (
    minute    timestamptz primary key,
    hour      timestamptz not null,
    position  integer     not null check (position between 0 and 59)
);

comment on table packed_minute is
    'Every minute of the hours that are packed. Joined with the packed hours it makes "minute" a column of a table again, so that a condition on it finds its hours by an index.';
comment on column packed_minute.minute is 'Start of the minute.';
comment on column packed_minute.hour is 'Start of its hour, UTC.';
comment on column packed_minute.position is 'Which minute of the hour it is, from 0.';

-- ---------------------------------------------------------------------------------------------------------------------
-- A number of a packed column: the smallest of the hour, and by how much each minute is above it, in as few bits as the largest
-- difference needs.   smallest (32 or 64 bits) { difference (width bits) } x 60      null: 0 in every minute
-- ---------------------------------------------------------------------------------------------------------------------

create function packed_integer(bits varbit, nth integer) returns integer
    language sql immutable parallel safe
    return coalesce(pg_catalog.substring(bits, 1, 32)::integer
        + pg_catalog.substring(bits, 33 + nth * (pg_catalog.length(bits) / 60), pg_catalog.length(bits) / 60)::integer, 0);

comment on function packed_integer(varbit, integer) is 'A number of up to 31 bits of a packed hour; nth is the minute in the hour, from 0.';

create function packed_bigint(bits varbit, nth integer) returns bigint
    language sql immutable parallel safe
    return coalesce(pg_catalog.substring(bits, 1, 64)::bigint
        + pg_catalog.substring(bits, 65 + nth * ((pg_catalog.length(bits) - 64) / 60), (pg_catalog.length(bits) - 64) / 60)::bigint, 0);

comment on function packed_bigint(varbit, integer) is 'A number of up to 63 bits of a packed hour; nth is the minute in the hour, from 0.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables and views are made from the columns of NAME_fresh. A migration that adds a column there calls this again.
-- ---------------------------------------------------------------------------------------------------------------------

create function join_packed_history(name text) returns void
    language plpgsql as
$$
declare
    fresh     regclass := format('%I', name || '_fresh')::regclass;
    keys      text[];
    packed    text[] := '{}';
    meanings  text[] := '{}';
    decoded   text[] := '{}';
    made      text[] := '{}';
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
            packed := packed || format('%I bit varying', part.name);
            meanings := meanings || array[part.name, part.meaning];
            decoded := decoded || format(
                case when part.type = 'boolean' then '(packed_integer(p.%I, m.position) = 1) as %1$I'
                     when not part.required then '(nullif(packed_bigint(p.%I, m.position), 0) - 1)::%2$s as %1$I'
                     when part.type = 'integer' then 'packed_integer(p.%I, m.position) as %1$I'
                     else 'packed_bigint(p.%I, m.position) as %1$I' end, part.name, part.type);
        elsif part.type in ('text', 'double precision') then
            packed := packed || format('%I bit varying', part.name) || format('%I %s[]', part.name || '_values', part.type);
            meanings := meanings || array[part.name, part.meaning]
                || array[part.name || '_values',
                          'What ' || part.name || ' was in the hour; ' || part.name || ' says which of it, counted from '
                          || case when part.required then '0.' else '1, 0 for null.' end];
            decoded := decoded || format('p.%I[packed_integer(p.%I, m.position) %s] as %2$I',
                                         part.name || '_values', part.name, case when part.required then '+ 1' else '' end);
        elsif part.type = 'integer[]' then
            for i in 1..9 loop
                packed := packed || format('%I bit varying', part.name || '_' || i);
                meanings := meanings || array[part.name || '_' || i, format('Count %s of %s.', i, part.name)];
            end loop;
            decoded := decoded || format('array[%s] as %I',
                (select string_agg(format('packed_integer(p.%I, m.position)', part.name || '_' || n), ', ' order by n)
                   from generate_series(1, 9) n), part.name);
        else
            raise exception '%.% is a %, which cannot be packed', fresh, part.name, part.type;
        end if;
    end loop;

    execute format('create table if not exists %I (hour timestamptz not null, %s, absent bit(60), primary key (hour, %s))
                        with (toast_tuple_target = 8160)',
                   name || '_packed',
                   (select string_agg(format('%I text not null', k), ', ') from unnest(keys) k),
                   (select string_agg(format('%I', k), ', ') from unnest(keys) k));
    execute format('create index if not exists %I on %I (service, hour)', name || '_packed_by_service', name || '_packed');
    execute format('alter table %I %s', name || '_packed',
                   (select string_agg('add column if not exists ' || column_definition, ', ') from unnest(packed) column_definition));

    execute format('create or replace view %I as select %s from (select %s from packed_minute m join %I p on p.hour = m.hour
                        where p.absent is null or get_bit(p.absent, m.position) = 0) d',
                   name || '_unpacked', array_to_string(made, ', '), array_to_string(decoded, ', '), name || '_packed');
    execute format('create or replace view %1$I as select %2$s from %3$I union all select %2$s from %4$I',
                   name,
                   (select string_agg(format('%I', attname), ', ' order by attnum)
                      from pg_attribute where attrelid = fresh and attnum > 0 and not attisdropped),
                   name || '_fresh', name || '_unpacked');

    execute format('comment on table %I is %L', name || '_packed',
                   'Hours of ' || name || ' that are some days old, a row each. Numbers are bits that packed_integer() and packed_bigint() read; ask '
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

do $$
declare
    name   text;
    renamed record;
begin
    foreach name in array array['service_minute', 'endpoint_minute', 'listener_minute'] loop
        for renamed in
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = name::regclass
        loop
            execute format('alter table %I rename to %I', renamed.relname, replace(renamed.relname, name, name || '_fresh'));
        end loop;
        execute format('alter table %I rename to %I', name, name || '_fresh');
        perform join_packed_history(name);
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Minutes that come late for an hour that is packed
-- ---------------------------------------------------------------------------------------------------------------------

create function lock_days(days date[], exclusively boolean) returns void
    language plpgsql as
$$
declare
    one date;
begin
    for one in select distinct d from unnest(days) d order by d loop
        if exclusively then
            perform pg_advisory_xact_lock(hashtextextended('linger.day.' || one, 0));
        else
            perform pg_advisory_xact_lock_shared(hashtextextended('linger.day.' || one, 0));
        end if;
    end loop;
end
$$;

comment on function lock_days(date[], boolean) is
    'Whoever writes minutes of a day shares it until the transaction ends; who packs it has it alone.';

create function unpack_hours(hours timestamptz[], services text[]) returns integer
    language plpgsql as
$$
declare
    name         text;
    day          date;
    columns      text;
    found_hours  integer;
    total        integer := 0;
begin
    if not exists (select from packed_minute where minute = any (hours)) then
        return 0;
    end if;
    for day in select distinct (h at time zone 'UTC')::date from unnest(hours) h loop
        perform ensure_day_partition(t, day)
           from unnest(array['service_minute_fresh', 'endpoint_minute_fresh', 'listener_minute_fresh']::regclass[]) t;
    end loop;
    foreach name in array array['service_minute', 'endpoint_minute', 'listener_minute'] loop
        -- The lock first: who comes second finds the hours unpacked.
        execute format('select count(*) from (select p.hour from %I p join unnest($1, $2) as late (hour, service) using (hour, service)
                            for update of p) locked', name || '_packed')
           into found_hours using hours, services;
        if found_hours > 0 then
            select string_agg(quote_ident(attname), ', ' order by attnum) into columns
              from pg_attribute
             where attrelid = format('%I', name || '_fresh')::regclass and attnum > 0 and not attisdropped and attgenerated = '';
            execute format('insert into %I (%s)
                            select m.* from unnest($1, $2) as late (hour, service)
                             cross join lateral (
                                   select %2$s from %I u
                                    where u.minute >= late.hour and u.minute < late.hour + interval ''1 hour''
                                      and u.service = late.service) m',
                           name || '_fresh', columns, name || '_unpacked')
              using hours, services;
            execute format('delete from %I p using unnest($1, $2) as late (hour, service)
                             where p.hour = late.hour and p.service = late.service', name || '_packed')
              using hours, services;
            total := total + found_hours;
        end if;
    end loop;
    return total;
end
$$;

comment on function unpack_hours(timestamptz[], text[]) is
    'Turns packed hours of services (pairs) into fresh rows again, so that minutes can be merged with them. The upkeep packs them once more.';
