-- SPDX-License-Identifier: Apache-2.0
-- The whole fleet by the hour, kept with service_hour: a week is 168 rows, whatever the number of services.

create table fleet_hour (
    hour                    timestamptz      primary key,
    services                integer          not null,
    minutes                 bigint           not null,
    established_mean        double precision not null,
    established_peak        integer          not null,
    time_wait_mean          double precision not null,
    time_wait_peak          integer          not null,
    close_wait_mean         double precision not null,
    close_wait_peak         integer          not null,
    syn_sent_mean           double precision not null,
    syn_sent_peak           integer          not null,
    keepalive_armed_mean    double precision not null,
    keepalive_unarmed_mean  double precision not null,
    active_closes           bigint           not null,
    opened                  bigint           not null,
    ports_used_peak         integer,
    port_utilisation_peak   double precision
) with (fillfactor = 70);

comment on table fleet_hour is 'All services together by the hour, recomputed whenever an hour of one of them is. Source: service_hour.';
comment on column fleet_hour.hour is 'Start of the hour, UTC.';
comment on column fleet_hour.services is 'Services that had complete minutes.';
comment on column fleet_hour.minutes is 'Complete minutes of all services.';
comment on column fleet_hour.established_mean is 'ESTABLISHED sockets: each service''s mean of its minutes, summed.';
comment on column fleet_hour.established_peak is 'Most ESTABLISHED sockets that one host had of one service.';
comment on column fleet_hour.time_wait_mean is 'TIME_WAIT sockets: each service''s mean of its minutes, summed.';
comment on column fleet_hour.time_wait_peak is 'Most TIME_WAIT sockets that one host had of one service.';
comment on column fleet_hour.close_wait_mean is 'CLOSE_WAIT sockets: each service''s mean of its minutes, summed.';
comment on column fleet_hour.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had of one service.';
comment on column fleet_hour.syn_sent_mean is 'SYN_SENT sockets: each service''s mean of its minutes, summed.';
comment on column fleet_hour.syn_sent_peak is 'Most SYN_SENT sockets that one host had of one service.';
comment on column fleet_hour.keepalive_armed_mean is 'ESTABLISHED sockets whose keep-alive timer runs: each service''s mean of its minutes, summed.';
comment on column fleet_hour.keepalive_unarmed_mean is 'ESTABLISHED sockets without any timer: each service''s mean of its minutes, summed.';
comment on column fleet_hour.active_closes is 'Connections that hosts closed first.';
comment on column fleet_hour.opened is 'Connections first seen.';
comment on column fleet_hour.ports_used_peak is 'Most four-tuples from one source address to one endpoint; null where no client-side socket was seen.';
comment on column fleet_hour.port_utilisation_peak is 'Highest port utilisation of a source address, 0 to about 1.';

insert into fleet_hour
select hour, count(*), sum(minutes), sum(established_mean), max(established_peak), sum(time_wait_mean), max(time_wait_peak),
       sum(close_wait_mean), max(close_wait_peak), sum(syn_sent_mean), max(syn_sent_peak),
       sum(keepalive_armed_mean), sum(keepalive_unarmed_mean), sum(active_closes), sum(opened),
       max(ports_used_peak), max(port_utilisation_peak)
  from service_hour group by hour;
