-- SPDX-License-Identifier: Apache-2.0
-- Who was ever seen, and endpoints by the hour and the day. All are computed with service_hour, from complete minutes, whenever one
-- comes or changes, however late.

create table service (
    service     text        primary key,
    first_seen  timestamptz not null,
    last_seen   timestamptz not null
) with (fillfactor = 70);

comment on table service is 'Every service that had sockets in a complete minute. Source: service_minute.';
comment on column service.service is 'systemd unit, container or pod, cgroup or executable; "unknown" for sockets whose owner cannot be known.';
comment on column service.first_seen is 'First minute known of it; minutes that come late count.';
comment on column service.last_seen is 'Latest complete minute.';

create table endpoint (
    service     text        not null,
    side        text        not null check (side in ('client', 'server')),
    endpoint    text        not null,
    first_seen  timestamptz not null,
    last_seen   timestamptz not null,
    primary key (service, side, endpoint)
) with (fillfactor = 70);

create index endpoint_by_address on endpoint (endpoint, side);

comment on table endpoint is 'Every endpoint that a service had sockets of in a complete minute, also if only then. Source: endpoint_minute.';
comment on column endpoint.service is 'The service.';
comment on column endpoint.side is 'Which end the service is: "client" or "server".';
comment on column endpoint.endpoint is 'Address and port of the server side; "other" for those that were folded together.';
comment on column endpoint.first_seen is 'First minute known of it; minutes that come late count.';
comment on column endpoint.last_seen is 'Latest complete minute.';

create table endpoint_hour (
    hour                        timestamptz not null,
    service                     text not null,
    side                        text not null check (side in ('client', 'server')),
    endpoint                    text not null,
    minutes                     integer not null,
    hosts_peak                  integer not null,
    established_mean            double precision not null,
    established_peak            integer not null,
    time_wait_mean              double precision not null,
    time_wait_peak              integer not null,
    close_wait_mean             double precision not null,
    close_wait_peak             integer not null,
    syn_sent_mean               double precision not null,
    syn_sent_peak               integer not null,
    keepalive_armed_mean        double precision not null,
    keepalive_unarmed_mean      double precision not null,
    active_closes               bigint not null,
    opened                      bigint not null,
    port_minutes                integer not null,
    ports_used_peak             integer,
    port_utilisation_mean       double precision,
    port_utilisation_peak       double precision,
    rtt_minutes                 integer not null,
    rtt_us_mean                 double precision,
    primary key (hour, service, side, endpoint)
) with (fillfactor = 70);

create index endpoint_hour_by_service on endpoint_hour (service, hour);

comment on table endpoint_hour is 'A service''s hour by endpoint, recomputed from its minutes whenever one of them comes or changes, however late, as long as the minutes are kept. Only complete minutes count.';
comment on column endpoint_hour.hour is 'Start of the hour, UTC.';
comment on column endpoint_hour.service is 'The service.';
comment on column endpoint_hour.side is 'Which end the service is: "client" or "server".';
comment on column endpoint_hour.endpoint is 'Address and port of the server side; "other" for those that were folded together.';
comment on column endpoint_hour.minutes is 'Complete minutes in which the endpoint was seen, at most 60.';
comment on column endpoint_hour.hosts_peak is 'Most hosts of the service with sockets of this endpoint in one minute.';
comment on column endpoint_hour.established_mean is 'ESTABLISHED sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_hour.established_peak is 'Most ESTABLISHED sockets that one host had.';
comment on column endpoint_hour.time_wait_mean is 'TIME_WAIT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_hour.time_wait_peak is 'Most TIME_WAIT sockets that one host had.';
comment on column endpoint_hour.close_wait_mean is 'CLOSE_WAIT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_hour.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had.';
comment on column endpoint_hour.syn_sent_mean is 'SYN_SENT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_hour.syn_sent_peak is 'Most SYN_SENT sockets that one host had.';
comment on column endpoint_hour.keepalive_armed_mean is 'ESTABLISHED sockets whose keep-alive timer runs, mean of those minutes.';
comment on column endpoint_hour.keepalive_unarmed_mean is 'ESTABLISHED sockets without any timer, mean of those minutes.';
comment on column endpoint_hour.active_closes is 'Connections that hosts closed first.';
comment on column endpoint_hour.opened is 'Connections first seen.';
comment on column endpoint_hour.port_minutes is 'Minutes that had client-side sockets.';
comment on column endpoint_hour.ports_used_peak is 'Most four-tuples from one source address; null where no client-side socket was seen.';
comment on column endpoint_hour.port_utilisation_mean is 'Port utilisation of the worst source address, mean of the minutes that had any.';
comment on column endpoint_hour.port_utilisation_peak is 'Highest port utilisation of a source address, 0 to about 1.';
comment on column endpoint_hour.rtt_minutes is 'Minutes that had ESTABLISHED sockets with a round-trip time.';
comment on column endpoint_hour.rtt_us_mean is 'Smoothed round-trip time in microseconds, mean of those minutes.';

create table endpoint_day (
    day                         timestamptz not null,
    service                     text not null,
    side                        text not null check (side in ('client', 'server')),
    endpoint                    text not null,
    minutes                     integer not null,
    hosts_peak                  integer not null,
    established_mean            double precision not null,
    established_peak            integer not null,
    time_wait_mean              double precision not null,
    time_wait_peak              integer not null,
    close_wait_mean             double precision not null,
    close_wait_peak             integer not null,
    syn_sent_mean               double precision not null,
    syn_sent_peak               integer not null,
    keepalive_armed_mean        double precision not null,
    keepalive_unarmed_mean      double precision not null,
    active_closes               bigint not null,
    opened                      bigint not null,
    port_minutes                integer not null,
    ports_used_peak             integer,
    port_utilisation_mean       double precision,
    port_utilisation_peak       double precision,
    rtt_minutes                 integer not null,
    rtt_us_mean                 double precision,
    primary key (day, service, side, endpoint)
) with (fillfactor = 70);

create index endpoint_day_by_service on endpoint_day (service, day);

comment on table endpoint_day is 'A service''s UTC day by endpoint, recomputed from its hours whenever one of them comes or changes, however late, as long as the minutes are kept. Only complete minutes count.';
comment on column endpoint_day.day is 'Start of the UTC day.';
comment on column endpoint_day.service is 'The service.';
comment on column endpoint_day.side is 'Which end the service is: "client" or "server".';
comment on column endpoint_day.endpoint is 'Address and port of the server side; "other" for those that were folded together.';
comment on column endpoint_day.minutes is 'Complete minutes in which the endpoint was seen, at most 1,440.';
comment on column endpoint_day.hosts_peak is 'Most hosts of the service with sockets of this endpoint in one minute.';
comment on column endpoint_day.established_mean is 'ESTABLISHED sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_day.established_peak is 'Most ESTABLISHED sockets that one host had.';
comment on column endpoint_day.time_wait_mean is 'TIME_WAIT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_day.time_wait_peak is 'Most TIME_WAIT sockets that one host had.';
comment on column endpoint_day.close_wait_mean is 'CLOSE_WAIT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_day.close_wait_peak is 'Most CLOSE_WAIT sockets that one host had.';
comment on column endpoint_day.syn_sent_mean is 'SYN_SENT sockets on the fleet, mean of the minutes in which the endpoint was seen.';
comment on column endpoint_day.syn_sent_peak is 'Most SYN_SENT sockets that one host had.';
comment on column endpoint_day.keepalive_armed_mean is 'ESTABLISHED sockets whose keep-alive timer runs, mean of those minutes.';
comment on column endpoint_day.keepalive_unarmed_mean is 'ESTABLISHED sockets without any timer, mean of those minutes.';
comment on column endpoint_day.active_closes is 'Connections that hosts closed first.';
comment on column endpoint_day.opened is 'Connections first seen.';
comment on column endpoint_day.port_minutes is 'Minutes that had client-side sockets.';
comment on column endpoint_day.ports_used_peak is 'Most four-tuples from one source address; null where no client-side socket was seen.';
comment on column endpoint_day.port_utilisation_mean is 'Port utilisation of the worst source address, mean of the minutes that had any.';
comment on column endpoint_day.port_utilisation_peak is 'Highest port utilisation of a source address, 0 to about 1.';
comment on column endpoint_day.rtt_minutes is 'Minutes that had ESTABLISHED sockets with a round-trip time.';
comment on column endpoint_day.rtt_us_mean is 'Smoothed round-trip time in microseconds, mean of those minutes.';
