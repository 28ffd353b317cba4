-- SPDX-License-Identifier: Apache-2.0
-- The tables that the sink writes. Names of services, hosts and endpoints are kept as text: whoever queries needs no join.
-- Every count of sockets is an integer; sums over snapshots and bytes are bigint. Event time is timestamptz, days are UTC days.

-- ---------------------------------------------------------------------------------------------------------------------
-- What a service did within a minute
-- ---------------------------------------------------------------------------------------------------------------------

create table service_minute (
    minute                         timestamptz not null,
    service                        text        not null,
    complete                       boolean     not null,
    hosts                          integer     not null,
    snapshots                      integer     not null,
    coverage_ms                    bigint      not null,
    established_mean               integer     not null,
    syn_sent_mean                  integer     not null,
    syn_recv_mean                  integer     not null,
    fin_wait1_mean                 integer     not null,
    fin_wait2_mean                 integer     not null,
    time_wait_mean                 integer     not null,
    close_mean                     integer     not null,
    close_wait_mean                integer     not null,
    last_ack_mean                  integer     not null,
    listen_mean                    integer     not null,
    closing_mean                   integer     not null,
    established_peak               integer     not null,
    syn_sent_peak                  integer     not null,
    syn_recv_peak                  integer     not null,
    fin_wait1_peak                 integer     not null,
    fin_wait2_peak                 integer     not null,
    time_wait_peak                 integer     not null,
    close_peak                     integer     not null,
    close_wait_peak                integer     not null,
    last_ack_peak                  integer     not null,
    listen_peak                    integer     not null,
    closing_peak                   integer     not null,
    peak_host                      text        not null,
    keepalive_armed                integer     not null,
    keepalive_unarmed              integer     not null,
    keepalive_unknown              integer     not null,
    keepalive_probing              integer     not null,
    idle_sockets                   integer[]   not null,
    idle_unarmed_sockets           integer[]   not null,
    close_wait_age_sockets         integer[]   not null,
    retransmitting                 integer     not null,
    receive_queue_bytes            bigint      not null,
    send_queue_bytes               bigint      not null,
    active_closes                  integer     not null,
    opened                         integer     not null,
    port_host                      text,
    port_namespace                 bigint,
    port_source_address            text,
    ports_used                     integer,
    ports_time_wait                integer,
    ports_usable                   integer,
    port_active_closes_per_second  double precision,
    port_utilisation               double precision generated always as
        (case when ports_usable = 0 then 1 else ports_used::double precision / ports_usable end) stored,
    rtt_us                         integer,
    owned_by_cgroup                bigint      not null,
    owned_by_executable            bigint      not null,
    owned_by_listener              bigint      not null,
    owned_by_four_tuple            bigint      not null,
    owned_by_endpoint              bigint      not null,
    owned_by_unknown               bigint      not null,
    primary key (minute, service)
) partition by range (minute);

create index service_minute_by_service on service_minute (service, minute);

comment on table service_minute is
    'What one service did on the whole fleet within the half-open minute [minute, minute + 60 s). A running minute is replaced every few seconds until it is complete. Source: topic linger.service-minutes. Daily partitions, UTC.';
comment on column service_minute.minute is 'Start of the minute of event time (the hosts'' clocks).';
comment on column service_minute.service is 'systemd unit, container or pod, cgroup or executable that owns the sockets; "unknown" where the owner cannot be known.';
comment on column service_minute.complete is 'Whether the minute and its grace are over. A complete minute is never replaced by a running one.';
comment on column service_minute.hosts is 'Hosts on which the service had sockets.';
comment on column service_minute.snapshots is 'Snapshots of those hosts within the minute.';
comment on column service_minute.coverage_ms is 'Sum of the intervals of those snapshots in milliseconds; 60,000 x hosts when nothing is missing.';
comment on column service_minute.established_mean is 'ESTABLISHED sockets: mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.syn_sent_mean is 'SYN_SENT sockets: connections waiting for the answer to their SYN. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.syn_recv_mean is 'SYN_RECV sockets: connection requests not yet confirmed. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.fin_wait1_mean is 'FIN_WAIT1 sockets: closed here, FIN not yet acknowledged. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.fin_wait2_mean is 'FIN_WAIT2 sockets: closed here, waiting for the peer''s FIN. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.time_wait_mean is 'TIME_WAIT sockets: closed here first, kept for 60 s. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.close_mean is 'CLOSE sockets: made, neither connected nor listening. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.close_wait_mean is 'CLOSE_WAIT sockets: the peer closed, this side did not. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.last_ack_mean is 'LAST_ACK sockets: both sides closed, last acknowledgement outstanding. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.listen_mean is 'LISTEN sockets. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.closing_mean is 'CLOSING sockets: both sides closed at once. Mean of each host''s snapshots, summed over hosts, rounded.';
comment on column service_minute.established_peak is 'Most ESTABLISHED sockets that one host had in one snapshot.';
comment on column service_minute.syn_sent_peak is 'Most SYN_SENT sockets that one host had in one snapshot.';
comment on column service_minute.syn_recv_peak is 'Most SYN_RECV sockets that one host had in one snapshot.';
comment on column service_minute.fin_wait1_peak is 'Most FIN_WAIT1 sockets that one host had in one snapshot.';
comment on column service_minute.fin_wait2_peak is 'Most FIN_WAIT2 sockets that one host had in one snapshot.';
comment on column service_minute.time_wait_peak is 'Most TIME_WAIT sockets that one host had at one time, also between snapshots.';
comment on column service_minute.close_peak is 'Most CLOSE sockets that one host had in one snapshot.';
comment on column service_minute.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had in one snapshot.';
comment on column service_minute.last_ack_peak is 'Most LAST_ACK sockets that one host had in one snapshot.';
comment on column service_minute.listen_peak is 'Most LISTEN sockets that one host had in one snapshot.';
comment on column service_minute.closing_peak is 'Most CLOSING sockets that one host had in one snapshot.';
comment on column service_minute.peak_host is 'Host with the most sockets in one snapshot.';
comment on column service_minute.keepalive_armed is 'ESTABLISHED sockets whose keep-alive timer runs (idiag_timer 2), mean summed over hosts.';
comment on column service_minute.keepalive_unarmed is 'ESTABLISHED sockets without any timer (idiag_timer 0): a peer that vanished is never noticed. Mean summed over hosts.';
comment on column service_minute.keepalive_unknown is 'ESTABLISHED sockets whose keep-alive timer is hidden by another one (idiag_timer 1 or 4), mean summed over hosts.';
comment on column service_minute.keepalive_probing is 'The part of keepalive_armed with an unanswered probe or more, mean summed over hosts.';
comment on column service_minute.idle_sockets is 'ESTABLISHED sockets by time since the last segment came in; 9 counts for [0,1) [1,10) [10,60) [60,240) [240,350) [350,600) [600,3600) [3600,7200) [7200,inf) seconds, mean summed over hosts.';
comment on column service_minute.idle_unarmed_sockets is 'The part of idle_sockets without a keep-alive timer; the same 9 counts.';
comment on column service_minute.close_wait_age_sockets is 'CLOSE_WAIT sockets by time since the peer''s FIN; the same 9 bounds, mean summed over hosts.';
comment on column service_minute.retransmitting is 'Sockets with an unanswered retransmission or more, mean summed over hosts.';
comment on column service_minute.receive_queue_bytes is 'Bytes received and not yet read by the application, LISTEN left out, mean summed over hosts.';
comment on column service_minute.send_queue_bytes is 'Bytes written and not yet acknowledged by the peer, LISTEN left out, mean summed over hosts.';
comment on column service_minute.active_closes is 'Connections that hosts closed first within the minute: each left a TIME_WAIT.';
comment on column service_minute.opened is 'Connections first seen within the minute.';
comment on column service_minute.port_host is 'Host that came nearest to running out of ephemeral ports; this and the other port columns are null where no client-side socket was seen.';
comment on column service_minute.port_namespace is 'Inode of the network namespace on port_host.';
comment on column service_minute.port_source_address is 'Local address that came nearest to running out of ephemeral ports.';
comment on column service_minute.ports_used is 'Four-tuples from that source address to one endpoint, in every state.';
comment on column service_minute.ports_time_wait is 'The part of ports_used in TIME_WAIT.';
comment on column service_minute.ports_usable is 'Usable ephemeral ports of that namespace.';
comment on column service_minute.port_active_closes_per_second is 'Connections from that source address to that endpoint that the host closed first, 1/s.';
comment on column service_minute.port_utilisation is 'ports_used / ports_usable, 0 to about 1; connect() slows down from 0.5 on.';
comment on column service_minute.rtt_us is 'Mean smoothed round-trip time in microseconds; null where no ESTABLISHED socket was seen.';
comment on column service_minute.owned_by_cgroup is 'Sockets, summed over snapshots, whose owner is known by the cgroup id on the socket.';
comment on column service_minute.owned_by_executable is 'Sockets, summed over snapshots, whose owner is the executable that holds them.';
comment on column service_minute.owned_by_listener is 'Ownerless sockets (TIME_WAIT, orphans), summed over snapshots, given to the service that listens on their local port.';
comment on column service_minute.owned_by_four_tuple is 'Ownerless sockets, summed over snapshots, given to the owner remembered for their four-tuple.';
comment on column service_minute.owned_by_endpoint is 'Ownerless sockets, summed over snapshots, given to the one service known to talk to their endpoint.';
comment on column service_minute.owned_by_unknown is 'Sockets, summed over snapshots, whose owner is not known.';

-- ---------------------------------------------------------------------------------------------------------------------
-- The same by endpoint
-- ---------------------------------------------------------------------------------------------------------------------

create table endpoint_minute (
    minute                         timestamptz not null,
    service                        text        not null,
    side                           text        not null check (side in ('client', 'server')),
    endpoint                       text        not null,
    hosts                          integer     not null,
    established_mean               integer     not null,
    syn_sent_mean                  integer     not null,
    syn_recv_mean                  integer     not null,
    fin_wait1_mean                 integer     not null,
    fin_wait2_mean                 integer     not null,
    time_wait_mean                 integer     not null,
    close_mean                     integer     not null,
    close_wait_mean                integer     not null,
    last_ack_mean                  integer     not null,
    listen_mean                    integer     not null,
    closing_mean                   integer     not null,
    established_peak               integer     not null,
    syn_sent_peak                  integer     not null,
    syn_recv_peak                  integer     not null,
    fin_wait1_peak                 integer     not null,
    fin_wait2_peak                 integer     not null,
    time_wait_peak                 integer     not null,
    close_peak                     integer     not null,
    close_wait_peak                integer     not null,
    last_ack_peak                  integer     not null,
    listen_peak                    integer     not null,
    closing_peak                   integer     not null,
    peak_host                      text        not null,
    keepalive_armed                integer     not null,
    keepalive_unarmed              integer     not null,
    keepalive_unknown              integer     not null,
    keepalive_probing              integer     not null,
    idle_sockets                   integer[]   not null,
    idle_unarmed_sockets           integer[]   not null,
    close_wait_age_sockets         integer[]   not null,
    retransmitting                 integer     not null,
    receive_queue_bytes            bigint      not null,
    send_queue_bytes               bigint      not null,
    active_closes                  integer     not null,
    opened                         integer     not null,
    port_host                      text,
    port_namespace                 bigint,
    port_source_address            text,
    ports_used                     integer,
    ports_time_wait                integer,
    ports_usable                   integer,
    port_active_closes_per_second  double precision,
    port_utilisation               double precision generated always as
        (case when ports_usable = 0 then 1 else ports_used::double precision / ports_usable end) stored,
    rtt_us                         integer,
    owned_by_cgroup                bigint      not null,
    owned_by_executable            bigint      not null,
    owned_by_listener              bigint      not null,
    owned_by_four_tuple            bigint      not null,
    owned_by_endpoint              bigint      not null,
    owned_by_unknown               bigint      not null,
    primary key (minute, service, side, endpoint)
) partition by range (minute);

create index endpoint_minute_by_service on endpoint_minute (service, minute);

comment on table endpoint_minute is
    'A service''s minute by endpoint: those under most pressure, the rest folded into the endpoint "other", so that sums over endpoints equal service_minute. Source: topic linger.service-minutes. Daily partitions, UTC.';
comment on column endpoint_minute.side is 'Which end the service is: "client" (it connected; its local port is ephemeral) or "server" (its local port listens).';
comment on column endpoint_minute.endpoint is 'Address and port of the server side, 10.0.0.2:9000 or [2001:db8::1]:9000; "other" for those folded together.';
comment on column endpoint_minute.hosts is 'Hosts of the service that had sockets of this endpoint.';

-- The other columns mean what they mean in service_minute, for this endpoint alone.
do $$
declare
    described record;
begin
    for described in
        select e.attname as name, col_description('service_minute'::regclass, s.attnum) as comment
          from pg_attribute e
          join pg_attribute s on s.attrelid = 'service_minute'::regclass and s.attname = e.attname
         where e.attrelid = 'endpoint_minute'::regclass
           and e.attnum > 0
           and col_description('endpoint_minute'::regclass, e.attnum) is null
    loop
        execute format('comment on column endpoint_minute.%I is %L', described.name, described.comment);
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Accept queues
-- ---------------------------------------------------------------------------------------------------------------------

create table listener_minute (
    minute             timestamptz not null,
    service            text        not null,
    endpoint           text        not null,
    host               text        not null,
    accept_queue_peak  integer     not null,
    backlog            integer     not null,
    snapshots          integer     not null,
    full_snapshots     integer     not null,
    primary key (minute, service, endpoint)
) partition by range (minute);

create index listener_minute_by_service on listener_minute (service, minute);

comment on table listener_minute is
    'Accept queue of a listening endpoint within a minute, on the host where it was fullest. Source: topic linger.service-minutes. Daily partitions, UTC.';
comment on column listener_minute.minute is 'Start of the minute of event time.';
comment on column listener_minute.service is 'Service that listens.';
comment on column listener_minute.endpoint is 'Local address and port.';
comment on column listener_minute.host is 'Host with the fullest queue.';
comment on column listener_minute.accept_queue_peak is 'Most connections that waited for accept() (idiag_rqueue of the LISTEN socket).';
comment on column listener_minute.backlog is 'Limit of the queue (idiag_wqueue); the kernel lets one more in, so backlog + 1 is full.';
comment on column listener_minute.snapshots is 'Snapshots of all hosts that saw this listener.';
comment on column listener_minute.full_snapshots is 'Those of them in which the queue was full.';

-- ---------------------------------------------------------------------------------------------------------------------
-- The kernel under a service's worst host
-- ---------------------------------------------------------------------------------------------------------------------

create table service_kernel (
    service            text        not null,
    minute             timestamptz not null,
    host               text        not null,
    namespace          bigint      not null,
    sysctls            jsonb       not null,
    counter_increases  jsonb       not null,
    primary key (service)
);

comment on table service_kernel is
    'The kernel that a service''s worst host (the one nearest to running out of ports) ran on in its latest minute. Source: topic linger.service-minutes.';
comment on column service_kernel.service is 'The service.';
comment on column service_kernel.minute is 'Minute that the row was taken from.';
comment on column service_kernel.host is 'The worst host.';
comment on column service_kernel.namespace is 'Inode of the network namespace there.';
comment on column service_kernel.sysctls is 'Effective sysctls by dotted name, texts as the kernel writes them.';
comment on column service_kernel.counter_increases is 'Growth of kernel counters (Table.Name) between the two latest kernel snapshots of one boot.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Findings and advice
-- ---------------------------------------------------------------------------------------------------------------------

create table finding (
    id           text        not null,
    rule         text        not null,
    severity     text        not null check (severity in ('info', 'warn', 'high', 'critical')),
    status       text        not null check (status in ('open', 'ongoing', 'resolved')),
    service      text        not null,
    side         text        not null check (side in ('client', 'server')),
    endpoint     text        not null,
    hosts        text[]      not null,
    opened_at    timestamptz not null,
    observed_at  timestamptz not null,
    resolved_at  timestamptz,
    evidence     jsonb       not null,
    primary key (id),
    check ((status = 'resolved') = (resolved_at is not null))
);

create index finding_by_service on finding (service);
create index finding_unresolved on finding (severity) where status <> 'resolved';

comment on table finding is 'An anomaly of a service, host or listener in its latest state. Source: topic linger.findings.';
comment on column finding.id is 'rule|service|side|endpoint: the same for the same anomaly whenever it comes back.';
comment on column finding.rule is 'Name of the anomaly, such as EPHEMERAL_PORTS_PRESSURE.';
comment on column finding.severity is 'How bad it is now: "info", "warn", "high" or "critical".';
comment on column finding.status is 'Where it is in its life: "open" (just published), "ongoing" or "resolved".';
comment on column finding.service is 'The service.';
comment on column finding.side is 'Which end the service is: "client" or "server".';
comment on column finding.endpoint is 'Address and port of the server side.';
comment on column finding.hosts is 'Hosts on which it was seen, the worst first.';
comment on column finding.opened_at is 'Minute in which its signal was first seen.';
comment on column finding.observed_at is 'Minute of the latest evidence.';
comment on column finding.resolved_at is 'Minute in which it was found gone; null while it lasts.';
comment on column finding.evidence is 'The numbers it rests on, by name with unit.';

create table finding_history (
    finding_id   text        not null,
    opened_at    timestamptz not null,
    changed_at   timestamptz not null,
    severity     text        not null check (severity in ('info', 'warn', 'high', 'critical')),
    status       text        not null check (status in ('open', 'ongoing', 'resolved')),
    evidence     jsonb       not null,
    primary key (finding_id, opened_at, changed_at, status)
);

comment on table finding_history is 'Every change of a finding''s severity or status, the opening and the resolution included. Source: topic linger.findings.';
comment on column finding_history.finding_id is 'Id of the finding; finding holds its latest state.';
comment on column finding_history.opened_at is 'Opening of the life that the change belongs to; an anomaly that comes back begins another.';
comment on column finding_history.changed_at is 'Minute of the evidence with which it changed.';
comment on column finding_history.severity is 'Severity from then on.';
comment on column finding_history.status is 'Status from then on.';
comment on column finding_history.evidence is 'The numbers at that minute, by name with unit.';

create table advice (
    finding_id   text        not null,
    position     smallint    not null check (position >= 1),
    rule         text        not null,
    service      text        not null,
    observed_at  timestamptz not null,
    kind         text        not null
        check (kind in ('LONG_CONNECTIONS', 'KERNEL', 'APPLICATION', 'CAPACITY', 'LEAVE')),
    action       text        not null,
    expected     jsonb       not null,
    risk         text        not null,
    verify       text        not null,
    undo         text        not null,
    primary key (finding_id, position)
);

create index advice_by_service on advice (service);

comment on table advice is 'Changes proposed against a finding, one row each. Source: topic linger.advice.';
comment on column advice.finding_id is 'Id of the finding.';
comment on column advice.position is 'Order of preference; 1 is the preferred one.';
comment on column advice.rule is 'The finding''s rule.';
comment on column advice.service is 'The finding''s service.';
comment on column advice.observed_at is 'Minute whose numbers the expected effects were computed from.';
comment on column advice.kind is 'Where the change is made: LONG_CONNECTIONS, KERNEL, APPLICATION, CAPACITY, or LEAVE (nothing to do).';
comment on column advice.action is 'What to change, exactly enough to do it.';
comment on column advice.expected is 'The effect in numbers by name, each name ending in its unit.';
comment on column advice.risk is 'What can go wrong.';
comment on column advice.verify is 'A command or query that shows whether it worked.';
comment on column advice.undo is 'How to take it back.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Forecasts
-- ---------------------------------------------------------------------------------------------------------------------

create table forecast (
    service                text             not null,
    endpoint               text             not null,
    range_from             timestamptz      not null,
    range_to               timestamptz      not null,
    computed_by            text             not null check (computed_by in ('stream', 'batch')),
    minutes                integer          not null,
    usable_ports           integer          not null,
    utilisation_last       double precision not null,
    utilisation_peak       double precision not null,
    utilisation_p95        double precision not null,
    trend_per_hour         double precision not null,
    seconds_to_cliff       bigint,
    seconds_to_exhaustion  bigint,
    primary key (service, endpoint, range_to, computed_by)
);

create index forecast_latest on forecast (computed_by, range_to desc);

comment on table forecast is 'Where a service''s port utilisation towards one endpoint is heading. Source: topic linger.forecasts.';
comment on column forecast.service is 'The client-side service.';
comment on column forecast.endpoint is 'The destination.';
comment on column forecast.range_from is 'Start of the first minute looked at.';
comment on column forecast.range_to is 'End of the last minute looked at, exclusive.';
comment on column forecast.computed_by is 'Which run wrote it: "stream" (unbounded) or "batch" (bounded); both compute the same.';
comment on column forecast.minutes is 'Complete minutes in the range that had port use.';
comment on column forecast.usable_ports is 'Usable ephemeral ports of the worst host in the last minute.';
comment on column forecast.utilisation_last is 'Port utilisation in the last minute, 0 to about 1.';
comment on column forecast.utilisation_peak is 'Highest port utilisation of the range.';
comment on column forecast.utilisation_p95 is '95th percentile of the minutes'' port utilisation.';
comment on column forecast.trend_per_hour is 'Change of utilisation per hour, robust against single peaks.';
comment on column forecast.seconds_to_cliff is 'Seconds from range_to until half of the ports are used and connect() slows down; 0 when past it, null when the trend does not lead there.';
comment on column forecast.seconds_to_exhaustion is 'Seconds from range_to until all ports are used; null when the trend does not lead there.';

-- ---------------------------------------------------------------------------------------------------------------------
-- The sink's own
-- ---------------------------------------------------------------------------------------------------------------------

create table dead_letter (
    topic            text        not null,
    kafka_partition  integer     not null,
    kafka_offset     bigint      not null,
    reader           text        not null,
    record_at        timestamptz not null,
    reason           text        not null,
    detail           text        not null,
    key_bytes        bytea,
    value_bytes      bytea,
    arrived_at       timestamptz not null,
    primary key (topic, kafka_partition, kafka_offset, reader)
);

create index dead_letter_by_arrival on dead_letter (arrived_at);

comment on table dead_letter is 'Records that could not be used, as they were, with the reason. Source: topic linger.dead-letters, and the sink itself.';
comment on column dead_letter.topic is 'Topic that the record was read from.';
comment on column dead_letter.kafka_partition is 'Its partition.';
comment on column dead_letter.kafka_offset is 'Its offset.';
comment on column dead_letter.reader is 'Module that refused it.';
comment on column dead_letter.record_at is 'Its Kafka timestamp.';
comment on column dead_letter.reason is 'Kind of fault: NOT_JSON, UNKNOWN_SCHEMA_VERSION, INVALID_VALUE, TIMESTAMP_OUT_OF_RANGE, TOO_LATE or REFUSED_BY_DATABASE.';
comment on column dead_letter.detail is 'What was found and what is allowed.';
comment on column dead_letter.key_bytes is 'The raw key; null where there was none.';
comment on column dead_letter.value_bytes is 'The raw value; null where there was none.';
comment on column dead_letter.arrived_at is 'When the sink wrote this row.';

create table sink_offset (
    topic            text        not null,
    kafka_partition  integer     not null,
    topic_id         uuid        not null,
    next_offset      bigint      not null,
    written_at       timestamptz not null,
    primary key (topic, kafka_partition)
);

comment on table sink_offset is 'How far the sink has come: written in the transaction of the rows, so that a record counts once or not at all.';
comment on column sink_offset.topic is 'Topic.';
comment on column sink_offset.kafka_partition is 'Partition.';
comment on column sink_offset.topic_id is 'Kafka''s id of the topic; another id means that the topic was made anew and is read from its beginning.';
comment on column sink_offset.next_offset is 'First offset that is not in the tables yet.';
comment on column sink_offset.written_at is 'When the row was last written.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Partitions
-- ---------------------------------------------------------------------------------------------------------------------

create function ensure_day_partition(parent regclass, day date) returns boolean
    language plpgsql as
$$
declare
    partition_name text := (select relname from pg_class where oid = parent) || '_' || to_char(day, 'YYYYMMDD');
begin
    -- One at a time: two sessions that make the same partition would fail on each other.
    perform pg_advisory_xact_lock(hashtextextended('linger.partition', 0));
    if exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = parent and c.relname = partition_name) then
        return false;
    end if;
    -- Made apart and then attached: that needs no lock that would stop readers and writers of the other days.
    execute format('create table %I (like %s including all excluding comments)', partition_name, parent);
    execute format('alter table %s attach partition %I for values from (%L) to (%L)',
                   parent, partition_name,
                   to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00',
                   to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
    return true;
end
$$;

comment on function ensure_day_partition(regclass, date) is
    'Makes the partition of one UTC day of a table partitioned by minute; true when it was missing.';
