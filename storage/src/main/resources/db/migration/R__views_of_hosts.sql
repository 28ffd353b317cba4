-- SPDX-License-Identifier: Apache-2.0
-- Views about hosts and their kernels. docs/sql.md has examples.

drop view if exists kernel_trouble, hosts_now, snapshots_missing;

create view hosts_now as
select distinct on (host) m.*,
       conntrack_used::double precision / nullif(conntrack_limit, 0) as conntrack_utilisation,
       descriptors_used::double precision / nullif(descriptors_limit, 0) as descriptor_utilisation
  from host_minute m
 where minute > (select max(minute) - interval '5 minutes' from host_minute)
 order by host, minute desc;

comment on view hosts_now is 'What the kernel of every host holds now: its latest minute, within five minutes of the latest of all.';
comment on column hosts_now.conntrack_utilisation is 'conntrack_used / conntrack_limit, 0 to 1; null where connection tracking is not loaded.';
comment on column hosts_now.descriptor_utilisation is 'descriptors_used / descriptors_limit, 0 to 1; null where not readable.';

-- ---------------------------------------------------------------------------------------------------------------------

create view kernel_trouble as
select c.minute, c.host, t.counter, t.growth, t.growth * 1000.0 / nullif(c.covered_ms, 0) as growth_per_second
  from kernel_counter_minute c
 cross join lateral (values
       ('TcpExt.ListenOverflows', c.listen_overflows),
       ('TcpExt.ListenDrops', c.listen_drops),
       ('TcpExt.TCPReqQFullDrop', c.req_q_full_drop),
       ('TcpExt.TCPReqQFullDoCookies', c.req_q_full_do_cookies),
       ('TcpExt.TCPTimeWaitOverflow', c.time_wait_overflow),
       ('TcpExt.PAWSTimewait', c.paws_timewait),
       ('TcpExt.TCPAbortOnMemory', c.abort_on_memory),
       ('TcpExt.TCPAbortFailed', c.abort_failed),
       ('TcpExt.TCPMemoryPressures', c.memory_pressures),
       ('nf_conntrack.insert_failed', c.conntrack_insert_failed),
       ('nf_conntrack.drop', c.conntrack_drop),
       ('nf_conntrack.early_drop', c.conntrack_early_drop)) t (counter, growth)
 where t.growth > 0;

comment on view kernel_trouble is 'Counters that stand still on a healthy host and grew: one row for each that did, by minute and host. Filter by minute.';
comment on column kernel_trouble.minute is 'Start of the minute of event time (the host''s clock).';
comment on column kernel_trouble.host is 'Host name.';
comment on column kernel_trouble.counter is 'Counter of the kernel, as Table.Name.';
comment on column kernel_trouble.growth is 'By how much it grew.';
comment on column kernel_trouble.growth_per_second is 'The same per second of the time between snapshots.';

-- ---------------------------------------------------------------------------------------------------------------------

create view snapshots_missing as
select host, opened_at, coalesce(resolved_at, observed_at) - opened_at as lasted, resolved_at is null as lasts, missing_snapshots
  from snapshot_gap;

comment on view snapshots_missing is 'Times in which socket snapshots of a host were missing: its means rest on fewer, and closes between them are not counted.';
comment on column snapshots_missing.host is 'Host name.';
comment on column snapshots_missing.opened_at is 'First minute with a snapshot missing.';
comment on column snapshots_missing.lasted is 'From then to its end, or to the latest minute of which it was told.';
comment on column snapshots_missing.lasts is 'Whether it lasts.';
comment on column snapshots_missing.missing_snapshots is 'Most snapshots missing in one minute.';

-- A column that a view takes over from a table keeps the table's explanation.
do $$
declare
    described record;
begin
    for described in
        select a.attname as name, col_description('host_minute'::regclass, s.attnum) as comment
          from pg_attribute a
          join pg_attribute s on s.attrelid = 'host_minute'::regclass and s.attname = a.attname and s.attnum > 0
         where a.attrelid = 'hosts_now'::regclass and a.attnum > 0 and col_description(a.attrelid, a.attnum) is null
    loop
        execute format('comment on column hosts_now.%I is %L', described.name, described.comment);
    end loop;
end $$;
