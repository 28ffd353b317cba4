-- SPDX-License-Identifier: Apache-2.0
-- Hours and days of services, kept up to date by way of marks: whoever writes a complete minute marks its hour in the same
-- transaction, and the sink's upkeep recomputes marked hours and their days.

create table service_hour (
    hour                         timestamptz not null,
    service                      text not null,
    minutes                      integer not null,
    hosts_peak                   integer not null,
    snapshots                    bigint not null,
    coverage_ms                  bigint not null,
    established_mean             double precision not null,
    syn_sent_mean                double precision not null,
    syn_recv_mean                double precision not null,
    fin_wait1_mean               double precision not null,
    fin_wait2_mean               double precision not null,
    time_wait_mean               double precision not null,
    close_mean                   double precision not null,
    close_wait_mean              double precision not null,
    last_ack_mean                double precision not null,
    listen_mean                  double precision not null,
    closing_mean                 double precision not null,
    established_peak             integer not null,
    syn_sent_peak                integer not null,
    syn_recv_peak                integer not null,
    fin_wait1_peak               integer not null,
    fin_wait2_peak               integer not null,
    time_wait_peak               integer not null,
    close_peak                   integer not null,
    close_wait_peak              integer not null,
    last_ack_peak                integer not null,
    listen_peak                  integer not null,
    closing_peak                 integer not null,
    keepalive_armed_mean         double precision not null,
    keepalive_unarmed_mean       double precision not null,
    keepalive_unknown_mean       double precision not null,
    retransmitting_mean          double precision not null,
    receive_queue_bytes_mean     double precision not null,
    send_queue_bytes_mean        double precision not null,
    active_closes                bigint not null,
    opened                       bigint not null,
    ports_used_peak              integer,
    port_utilisation_mean        double precision,
    port_utilisation_peak        double precision,
    rtt_minutes                  integer not null,
    port_minutes                 integer not null,
    rtt_us_mean                  double precision,
    primary key (hour, service)
);

create index service_hour_by_service on service_hour (service, hour);

comment on table service_hour is 'A service''s hour, recomputed from its minutes whenever one of them comes or changes, however late. Only complete minutes count.';
comment on column service_hour.hour is 'Start of the hour, UTC.';
comment on column service_hour.service is 'Service.';
comment on column service_hour.minutes is 'Complete minutes that the row rests on, at most 60.';
comment on column service_hour.hosts_peak is 'Most hosts with sockets of the service in one minute.';
comment on column service_hour.snapshots is 'Snapshots in those minutes.';
comment on column service_hour.coverage_ms is 'Sum of the intervals of those snapshots in milliseconds.';
comment on column service_hour.established_mean is 'ESTABLISHED sockets on the fleet, mean of the minutes.';
comment on column service_hour.syn_sent_mean is 'SYN_SENT sockets on the fleet, mean of the minutes.';
comment on column service_hour.syn_recv_mean is 'SYN_RECV sockets on the fleet, mean of the minutes.';
comment on column service_hour.fin_wait1_mean is 'FIN_WAIT1 sockets on the fleet, mean of the minutes.';
comment on column service_hour.fin_wait2_mean is 'FIN_WAIT2 sockets on the fleet, mean of the minutes.';
comment on column service_hour.time_wait_mean is 'TIME_WAIT sockets on the fleet, mean of the minutes.';
comment on column service_hour.close_mean is 'CLOSE sockets on the fleet, mean of the minutes.';
comment on column service_hour.close_wait_mean is 'CLOSE_WAIT sockets on the fleet, mean of the minutes.';
comment on column service_hour.last_ack_mean is 'LAST_ACK sockets on the fleet, mean of the minutes.';
comment on column service_hour.listen_mean is 'LISTEN sockets on the fleet, mean of the minutes.';
comment on column service_hour.closing_mean is 'CLOSING sockets on the fleet, mean of the minutes.';
comment on column service_hour.established_peak is 'Most ESTABLISHED sockets that one host had.';
comment on column service_hour.syn_sent_peak is 'Most SYN_SENT sockets that one host had.';
comment on column service_hour.syn_recv_peak is 'Most SYN_RECV sockets that one host had.';
comment on column service_hour.fin_wait1_peak is 'Most FIN_WAIT1 sockets that one host had.';
comment on column service_hour.fin_wait2_peak is 'Most FIN_WAIT2 sockets that one host had.';
comment on column service_hour.time_wait_peak is 'Most TIME_WAIT sockets that one host had.';
comment on column service_hour.close_peak is 'Most CLOSE sockets that one host had.';
comment on column service_hour.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had.';
comment on column service_hour.last_ack_peak is 'Most LAST_ACK sockets that one host had.';
comment on column service_hour.listen_peak is 'Most LISTEN sockets that one host had.';
comment on column service_hour.closing_peak is 'Most CLOSING sockets that one host had.';
comment on column service_hour.keepalive_armed_mean is 'ESTABLISHED sockets whose keep-alive timer runs, mean of the minutes.';
comment on column service_hour.keepalive_unarmed_mean is 'ESTABLISHED sockets without any timer, mean of the minutes.';
comment on column service_hour.keepalive_unknown_mean is 'ESTABLISHED sockets whose keep-alive timer is hidden, mean of the minutes.';
comment on column service_hour.retransmitting_mean is 'Sockets with an unanswered retransmission or more, mean of the minutes.';
comment on column service_hour.receive_queue_bytes_mean is 'Bytes not yet read by the application, mean of the minutes.';
comment on column service_hour.send_queue_bytes_mean is 'Bytes not yet acknowledged by the peer, mean of the minutes.';
comment on column service_hour.active_closes is 'Connections that hosts closed first.';
comment on column service_hour.opened is 'Connections first seen.';
comment on column service_hour.ports_used_peak is 'Most four-tuples from one source address to one endpoint; null where no client-side socket was seen.';
comment on column service_hour.port_utilisation_mean is 'Port utilisation of the worst source address, mean of the minutes that had any.';
comment on column service_hour.port_utilisation_peak is 'Highest port utilisation of a source address, 0 to about 1.';
comment on column service_hour.rtt_minutes is 'Minutes that had ESTABLISHED sockets with a round-trip time.';
comment on column service_hour.port_minutes is 'Minutes that had client-side sockets.';
comment on column service_hour.rtt_us_mean is 'Smoothed round-trip time in microseconds, mean of the minutes that had ESTABLISHED sockets.';

create table service_day (
    day                         timestamptz not null,
    service                      text not null,
    minutes                      integer not null,
    hosts_peak                   integer not null,
    snapshots                    bigint not null,
    coverage_ms                  bigint not null,
    established_mean             double precision not null,
    syn_sent_mean                double precision not null,
    syn_recv_mean                double precision not null,
    fin_wait1_mean               double precision not null,
    fin_wait2_mean               double precision not null,
    time_wait_mean               double precision not null,
    close_mean                   double precision not null,
    close_wait_mean              double precision not null,
    last_ack_mean                double precision not null,
    listen_mean                  double precision not null,
    closing_mean                 double precision not null,
    established_peak             integer not null,
    syn_sent_peak                integer not null,
    syn_recv_peak                integer not null,
    fin_wait1_peak               integer not null,
    fin_wait2_peak               integer not null,
    time_wait_peak               integer not null,
    close_peak                   integer not null,
    close_wait_peak              integer not null,
    last_ack_peak                integer not null,
    listen_peak                  integer not null,
    closing_peak                 integer not null,
    keepalive_armed_mean         double precision not null,
    keepalive_unarmed_mean       double precision not null,
    keepalive_unknown_mean       double precision not null,
    retransmitting_mean          double precision not null,
    receive_queue_bytes_mean     double precision not null,
    send_queue_bytes_mean        double precision not null,
    active_closes                bigint not null,
    opened                       bigint not null,
    ports_used_peak              integer,
    port_utilisation_mean        double precision,
    port_utilisation_peak        double precision,
    rtt_minutes                  integer not null,
    port_minutes                 integer not null,
    rtt_us_mean                  double precision,
    primary key (day, service)
);

create index service_day_by_service on service_day (service, day);

comment on table service_day is 'A service''s day, recomputed from its hours whenever one of them comes or changes, however late. Days are UTC days.';
comment on column service_day.day is 'Start of the day, UTC.';
comment on column service_day.service is 'Service.';
comment on column service_day.minutes is 'Complete minutes that the row rests on, at most 1,440.';
comment on column service_day.hosts_peak is 'Most hosts with sockets of the service in one minute.';
comment on column service_day.snapshots is 'Snapshots in those minutes.';
comment on column service_day.coverage_ms is 'Sum of the intervals of those snapshots in milliseconds.';
comment on column service_day.established_mean is 'ESTABLISHED sockets on the fleet, mean of the minutes.';
comment on column service_day.syn_sent_mean is 'SYN_SENT sockets on the fleet, mean of the minutes.';
comment on column service_day.syn_recv_mean is 'SYN_RECV sockets on the fleet, mean of the minutes.';
comment on column service_day.fin_wait1_mean is 'FIN_WAIT1 sockets on the fleet, mean of the minutes.';
comment on column service_day.fin_wait2_mean is 'FIN_WAIT2 sockets on the fleet, mean of the minutes.';
comment on column service_day.time_wait_mean is 'TIME_WAIT sockets on the fleet, mean of the minutes.';
comment on column service_day.close_mean is 'CLOSE sockets on the fleet, mean of the minutes.';
comment on column service_day.close_wait_mean is 'CLOSE_WAIT sockets on the fleet, mean of the minutes.';
comment on column service_day.last_ack_mean is 'LAST_ACK sockets on the fleet, mean of the minutes.';
comment on column service_day.listen_mean is 'LISTEN sockets on the fleet, mean of the minutes.';
comment on column service_day.closing_mean is 'CLOSING sockets on the fleet, mean of the minutes.';
comment on column service_day.established_peak is 'Most ESTABLISHED sockets that one host had.';
comment on column service_day.syn_sent_peak is 'Most SYN_SENT sockets that one host had.';
comment on column service_day.syn_recv_peak is 'Most SYN_RECV sockets that one host had.';
comment on column service_day.fin_wait1_peak is 'Most FIN_WAIT1 sockets that one host had.';
comment on column service_day.fin_wait2_peak is 'Most FIN_WAIT2 sockets that one host had.';
comment on column service_day.time_wait_peak is 'Most TIME_WAIT sockets that one host had.';
comment on column service_day.close_peak is 'Most CLOSE sockets that one host had.';
comment on column service_day.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had.';
comment on column service_day.last_ack_peak is 'Most LAST_ACK sockets that one host had.';
comment on column service_day.listen_peak is 'Most LISTEN sockets that one host had.';
comment on column service_day.closing_peak is 'Most CLOSING sockets that one host had.';
comment on column service_day.keepalive_armed_mean is 'ESTABLISHED sockets whose keep-alive timer runs, mean of the minutes.';
comment on column service_day.keepalive_unarmed_mean is 'ESTABLISHED sockets without any timer, mean of the minutes.';
comment on column service_day.keepalive_unknown_mean is 'ESTABLISHED sockets whose keep-alive timer is hidden, mean of the minutes.';
comment on column service_day.retransmitting_mean is 'Sockets with an unanswered retransmission or more, mean of the minutes.';
comment on column service_day.receive_queue_bytes_mean is 'Bytes not yet read by the application, mean of the minutes.';
comment on column service_day.send_queue_bytes_mean is 'Bytes not yet acknowledged by the peer, mean of the minutes.';
comment on column service_day.active_closes is 'Connections that hosts closed first.';
comment on column service_day.opened is 'Connections first seen.';
comment on column service_day.ports_used_peak is 'Most four-tuples from one source address to one endpoint; null where no client-side socket was seen.';
comment on column service_day.port_utilisation_mean is 'Port utilisation of the worst source address, mean of the minutes that had any.';
comment on column service_day.port_utilisation_peak is 'Highest port utilisation of a source address, 0 to about 1.';
comment on column service_day.rtt_minutes is 'Minutes that had ESTABLISHED sockets with a round-trip time.';
comment on column service_day.port_minutes is 'Minutes that had client-side sockets.';
comment on column service_day.rtt_us_mean is 'Smoothed round-trip time in microseconds, mean of the minutes that had ESTABLISHED sockets.';

create table rollup_mark (
    hour     timestamptz not null,
    service  text        not null,
    marks    integer     not null default 1,
    primary key (hour, service)
) with (fillfactor = 50);

comment on table rollup_mark is 'Hours of services whose minutes have changed since service_hour was computed.';
comment on column rollup_mark.hour is 'Start of the hour.';
comment on column rollup_mark.service is 'Service.';
comment on column rollup_mark.marks is 'Transactions that changed it since. Each locks the mark until it ends, so that no hour is computed without it.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Partitions that are over
-- ---------------------------------------------------------------------------------------------------------------------

create view day_partition as
select parent.relname::text as table_name,
       child.relname::text as partition_name,
       (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz as from_time,
       (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as to_time,
       greatest(child.reltuples, 0)::bigint as estimated_rows,
       pg_total_relation_size(child.oid) as total_bytes
  from pg_inherits
  join pg_class child on child.oid = inhrelid
  join pg_class parent on parent.oid = inhparent
 where parent.relkind = 'p' and child.relkind = 'r' and not inhdetachpending;

comment on view day_partition is 'The daily partitions of the tables that are partitioned by minute.';
comment on column day_partition.table_name is 'Partitioned table.';
comment on column day_partition.partition_name is 'Its partition.';
comment on column day_partition.from_time is 'Start of its UTC day.';
comment on column day_partition.to_time is 'End of its UTC day, exclusive.';
comment on column day_partition.estimated_rows is 'Rows, as of the last ANALYZE.';
comment on column day_partition.total_bytes is 'Bytes on disk with indexes.';
