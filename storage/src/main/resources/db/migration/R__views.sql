-- SPDX-License-Identifier: Apache-2.0
-- Views named after the questions that people have. "Now" is the latest minute in the tables, so that the views of a history
-- that was loaded, or whose pipeline stands still, show its end. It is always in the fresh tables: packing keeps away from it. docs/sql.md has examples.

drop view if exists services_now, who_runs_out_of_ports_next, ports_under_pressure_now, time_wait_by_service_and_hour,
    keepalive_coverage, accept_queue_trouble, open_findings_with_advice, callers_of_service, changes_before_finding,
    dead_letters_by_reason, sysctl_drift_now, hosts_silent;
drop function if exists latest_minute(), sysctls_at(timestamptz);

create function latest_minute() returns timestamptz language sql stable as
$$ select max(minute) from service_minute_fresh $$;

comment on function latest_minute() is 'The latest minute that any service has.';

-- ---------------------------------------------------------------------------------------------------------------------

create view services_now as
select distinct on (service) m.*
  from service_minute_fresh m
 where minute > (select latest_minute() - interval '5 minutes')
 order by service, minute desc;

comment on view services_now is 'What every service does now: its latest minute, running or complete, within five minutes of the latest of all.';

-- ---------------------------------------------------------------------------------------------------------------------

create view ports_under_pressure_now as
select distinct on (service, endpoint)
       service, endpoint, minute, port_utilisation, ports_used, ports_time_wait, ports_usable,
       port_host, port_source_address, port_active_closes_per_second
  from endpoint_minute_fresh
 where minute > (select latest_minute() - interval '5 minutes')
   and side = 'client' and ports_usable is not null
 order by service, endpoint, minute desc;

comment on view ports_under_pressure_now is 'Ephemeral port use of every service towards every endpoint now. Order by port_utilisation desc.';

-- ---------------------------------------------------------------------------------------------------------------------

create view who_runs_out_of_ports_next as
select f.service, f.endpoint, f.range_to as as_of,
       f.utilisation_last, f.utilisation_peak, f.trend_per_hour, f.usable_ports,
       f.range_to + f.seconds_to_cliff * interval '1 second' as cliff_at,
       f.range_to + f.seconds_to_exhaustion * interval '1 second' as exhausted_at,
       f.seconds_to_cliff, f.seconds_to_exhaustion
  from (select distinct on (service, endpoint) *
          from forecast order by service, endpoint, range_to desc, computed_by desc) f
 order by f.seconds_to_exhaustion nulls last, f.seconds_to_cliff nulls last, f.utilisation_peak desc;

comment on view who_runs_out_of_ports_next is 'The latest forecast of every service and endpoint, the one that runs out first on top.';
comment on column who_runs_out_of_ports_next.as_of is 'End of the minutes that the forecast rests on.';
comment on column who_runs_out_of_ports_next.cliff_at is 'When half of the ports will be used and connect() slows down; null when the trend does not lead there.';
comment on column who_runs_out_of_ports_next.exhausted_at is 'When no port will be left; null when the trend does not lead there.';

-- ---------------------------------------------------------------------------------------------------------------------

create view time_wait_by_service_and_hour as
select hour, service, minutes, time_wait_mean, time_wait_peak, active_closes,
       active_closes::double precision / nullif(coverage_ms, 0) * 1000 * hosts_peak as active_closes_per_second
  from service_hour;

comment on view time_wait_by_service_and_hour is 'TIME_WAIT and active closes of every service by the hour.';
comment on column time_wait_by_service_and_hour.active_closes_per_second is 'Active closes per second of the fleet, while it was looked at.';

-- ---------------------------------------------------------------------------------------------------------------------

create view keepalive_coverage as
select service, minute, established_mean as established,
       keepalive_armed as armed, keepalive_unarmed as unarmed, keepalive_unknown as unknown, keepalive_probing as probing,
       keepalive_armed::double precision / nullif(keepalive_armed + keepalive_unarmed, 0) as coverage,
       idle_unarmed_sockets[5] + idle_unarmed_sockets[6] + idle_unarmed_sockets[7] + idle_unarmed_sockets[8]
           + idle_unarmed_sockets[9] as unarmed_idle_240_s
  from services_now;

comment on view keepalive_coverage is 'How many ESTABLISHED sockets of every service have keep-alive on now.';
comment on column keepalive_coverage.service is 'The service.';
comment on column keepalive_coverage.minute is 'Its latest minute.';
comment on column keepalive_coverage.established is 'ESTABLISHED sockets.';
comment on column keepalive_coverage.armed is 'Those whose keep-alive timer runs.';
comment on column keepalive_coverage.unarmed is 'Those without any timer.';
comment on column keepalive_coverage.unknown is 'Those whose keep-alive timer is hidden by another one.';
comment on column keepalive_coverage.probing is 'Those with an unanswered probe.';
comment on column keepalive_coverage.coverage is 'armed / (armed + unarmed), 0 to 1; null where neither is.';
comment on column keepalive_coverage.unarmed_idle_240_s is 'Unarmed sockets silent for 240 s or more: what a common load balancer has forgotten.';

-- ---------------------------------------------------------------------------------------------------------------------

create view accept_queue_trouble as
select service, endpoint,
       max(accept_queue_peak) as accept_queue_peak,
       (array_agg(backlog order by accept_queue_peak desc, minute desc))[1] as backlog,
       (array_agg(host order by accept_queue_peak desc, minute desc))[1] as worst_host,
       sum(full_snapshots) as full_snapshots,
       sum(full_snapshots)::double precision / nullif(sum(snapshots), 0) as full_share,
       count(*) filter (where full_snapshots > 0) as full_minutes,
       max(minute) filter (where full_snapshots > 0) as last_full_minute
  from listener_minute
 where minute > (select latest_minute() - interval '24 hours')
 group by service, endpoint
having max(accept_queue_peak) * 2 >= max(backlog) or sum(full_snapshots) > 0;

comment on view accept_queue_trouble is 'Listeners whose accept queue was full, or half full, within 24 hours.';
comment on column accept_queue_trouble.worst_host is 'Host with the longest queue.';
comment on column accept_queue_trouble.backlog is 'Limit of that queue.';
comment on column accept_queue_trouble.full_snapshots is 'Snapshots in which a queue was full.';
comment on column accept_queue_trouble.full_share is 'full_snapshots over all snapshots, 0 to 1.';
comment on column accept_queue_trouble.full_minutes is 'Minutes with a full queue.';
comment on column accept_queue_trouble.last_full_minute is 'The last of them.';

-- ---------------------------------------------------------------------------------------------------------------------

create view open_findings_with_advice as
select f.id, f.rule, f.severity, f.status, f.service, f.side, f.endpoint, f.hosts, f.opened_at, f.observed_at, f.evidence,
       a.position, a.kind, a.action, a.expected, a.risk, a.verify, a.undo
  from finding f
  left join advice a on a.finding_id = f.id
 where f.status <> 'resolved'
 order by array_position(array['critical', 'high', 'warn', 'info'], f.severity), f.opened_at, f.id, a.position;

comment on view open_findings_with_advice is 'Findings that last, the worst first, with a row for each proposal.';

-- ---------------------------------------------------------------------------------------------------------------------

create view callers_of_service as
select s.service, s.endpoint, c.service as caller, c.minute, c.hosts as caller_hosts,
       c.established_mean as established, c.time_wait_mean as time_wait, c.opened, c.active_closes as closed_by_caller,
       c.keepalive_armed, c.keepalive_unarmed
  from endpoint_minute s
  join endpoint_minute c on c.minute = s.minute and c.endpoint = s.endpoint and c.side = 'client'
 where s.side = 'server' and s.endpoint <> 'other';

comment on view callers_of_service is 'Who talks to a service: client-side groups towards an address on which it listens, minute by minute. Filter by minute.';
comment on column callers_of_service.caller is 'The service on the other end.';
comment on column callers_of_service.caller_hosts is 'Hosts of the caller.';
comment on column callers_of_service.established is 'ESTABLISHED sockets of the caller.';
comment on column callers_of_service.time_wait is 'TIME_WAIT sockets that the caller holds.';
comment on column callers_of_service.closed_by_caller is 'Connections that the caller closed first.';

-- ---------------------------------------------------------------------------------------------------------------------

create view changes_before_finding as
select f.id, f.rule, f.service, f.opened_at,
       before.minutes as minutes_before, after.minutes as minutes_after,
       before.established as established_before, after.established as established_after,
       before.time_wait as time_wait_before, after.time_wait as time_wait_after,
       before.close_wait as close_wait_before, after.close_wait as close_wait_after,
       before.opened_per_minute as opened_per_minute_before, after.opened_per_minute as opened_per_minute_after,
       before.hosts as hosts_before, after.hosts as hosts_after
  from finding f
 cross join lateral (
       select count(*) as minutes, avg(established_mean) as established, avg(time_wait_mean) as time_wait,
              avg(close_wait_mean) as close_wait, avg(opened) as opened_per_minute, avg(hosts) as hosts
         from service_minute m
        where m.service = f.service and m.minute >= f.opened_at - interval '1 hour' and m.minute < f.opened_at) before
 cross join lateral (
       select count(*) as minutes, avg(established_mean) as established, avg(time_wait_mean) as time_wait,
              avg(close_wait_mean) as close_wait, avg(opened) as opened_per_minute, avg(hosts) as hosts
         from service_minute m
        where m.service = f.service and m.minute >= f.opened_at and m.minute < f.opened_at + interval '10 minutes') after;

comment on view changes_before_finding is 'What a service looked like in the hour before a finding opened and in the ten minutes after.';
comment on column changes_before_finding.minutes_before is 'Minutes known of the hour before.';
comment on column changes_before_finding.minutes_after is 'Minutes known of the ten after.';
comment on column changes_before_finding.established_before is 'ESTABLISHED sockets, mean of the hour before.';
comment on column changes_before_finding.established_after is 'ESTABLISHED sockets, mean of the ten minutes after.';
comment on column changes_before_finding.time_wait_before is 'TIME_WAIT sockets, mean of the hour before.';
comment on column changes_before_finding.time_wait_after is 'TIME_WAIT sockets, mean of the ten minutes after.';
comment on column changes_before_finding.close_wait_before is 'CLOSE_WAIT sockets, mean of the hour before.';
comment on column changes_before_finding.close_wait_after is 'CLOSE_WAIT sockets, mean of the ten minutes after.';
comment on column changes_before_finding.opened_per_minute_before is 'Connections opened per minute in the hour before.';
comment on column changes_before_finding.opened_per_minute_after is 'Connections opened per minute in the ten minutes after.';
comment on column changes_before_finding.hosts_before is 'Hosts, mean of the hour before.';
comment on column changes_before_finding.hosts_after is 'Hosts, mean of the ten minutes after.';

-- ---------------------------------------------------------------------------------------------------------------------

create view dead_letters_by_reason as
select topic, reader, reason, count(*) as records, min(arrived_at) as first_at, max(arrived_at) as last_at,
       (array_agg(detail order by arrived_at desc))[1] as latest_detail
  from dead_letter
 group by topic, reader, reason
 order by records desc;

comment on view dead_letters_by_reason is 'What was refused, how often, and the latest reason in words.';
comment on column dead_letters_by_reason.records is 'Records refused.';
comment on column dead_letters_by_reason.first_at is 'When the first arrived.';
comment on column dead_letters_by_reason.last_at is 'When the last arrived.';
comment on column dead_letters_by_reason.latest_detail is 'What was found and what is allowed, of the latest.';

-- ---------------------------------------------------------------------------------------------------------------------

create view hosts_silent as
select host, last_seen_at, latest - last_seen_at as silent_for, kernel_release
  from host, (select max(last_seen_at) as latest from host) newest
 where last_seen_at < latest - interval '3 minutes';

comment on view hosts_silent is 'Hosts without a kernel snapshot (they send one a minute) for three minutes before the latest of all.';
comment on column hosts_silent.silent_for is 'Time between its last snapshot and the latest of all hosts.';

-- ---------------------------------------------------------------------------------------------------------------------

create function sysctls_at(at timestamptz) returns table (host text, name text, value text) language sql stable as
$$
select host, name, value
  from (select distinct on (host, name) host, name, value
          from sysctl_change where changed_at <= at
         order by host, name, changed_at desc) latest
 where value is not null
$$;

comment on function sysctls_at(timestamptz) is 'Every setting of every host as it was at a time.';

-- ---------------------------------------------------------------------------------------------------------------------

create view sysctl_drift_now as
select s.name, s.value, f.majority_value, f.hosts, f.values, s.host,
       (select max(changed_at) from sysctl_change c where c.host = s.host and c.name = s.name) as since
  from (select name, mode() within group (order by value) as majority_value,
               count(*) as hosts, count(distinct value) as values
          from host, jsonb_each_text(sysctls) as setting (name, value) group by name) f
  join (select host, name, value from host, jsonb_each_text(sysctls) as setting (name, value)) s
    on s.name = f.name and s.value <> f.majority_value;

comment on view sysctl_drift_now is 'Hosts whose setting differs from the value that most hosts have.';
comment on column sysctl_drift_now.majority_value is 'The value that most hosts have.';
comment on column sysctl_drift_now.hosts is 'Hosts that have the setting.';
comment on column sysctl_drift_now.values is 'Different values among them.';
comment on column sysctl_drift_now.since is 'When this host got its value.';
comment on column sysctl_drift_now.name is 'Dotted name of the setting.';
comment on column sysctl_drift_now.value is 'The value that this host has.';

-- A column that a view takes over from a table keeps the table's explanation.
do $$
declare
    described record;
begin
    for described in
        select distinct on (v.relname, c.attname) v.relname as view_name, c.attname as column_name, d.description
          from pg_class v
          join pg_attribute c on c.attrelid = v.oid and c.attnum > 0
          join pg_rewrite r on r.ev_class = v.oid
          join pg_depend p on p.objid = r.oid and p.classid = 'pg_rewrite'::regclass and p.refclassid = 'pg_class'::regclass
          join pg_attribute s on s.attrelid = p.refobjid and s.attname = c.attname and s.attnum > 0
          join pg_description d on d.objoid = s.attrelid and d.objsubid = s.attnum and d.classoid = 'pg_class'::regclass
         where v.relkind = 'v' and v.relnamespace = current_schema()::regnamespace and p.refobjid <> v.oid
           and col_description(v.oid, c.attnum) is null
         order by v.relname, c.attname, p.refobjid
    loop
        execute format('comment on column %I.%I is %L', described.view_name, described.column_name, described.description);
    end loop;
end $$;
