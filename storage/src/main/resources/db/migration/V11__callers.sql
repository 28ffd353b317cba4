-- SPDX-License-Identifier: Apache-2.0
-- Who calls whom, as decision 31 finds it: both ends were observed within one minute, and it is certain that they belong together.

create table service_caller (
    service               text        not null,
    endpoint              text        not null,
    caller                text        not null,
    first_seen            timestamptz not null,
    last_seen             timestamptz not null,
    caller_host           text        not null,
    caller_hosts          integer     not null,
    established           integer     not null,
    close_wait            integer     not null,
    time_wait             integer     not null,
    opened                integer     not null,
    closed_by_caller      integer     not null,
    service_established   integer     not null,
    closed_by_service     integer     not null,
    primary key (service, endpoint, caller)
) with (fillfactor = 70);

create index service_caller_by_caller on service_caller (caller);

comment on table service_caller is
    'Who calls a service, by its endpoint: services whose sockets were seen at the other end of its connections. The numbers are those of last_seen. Only what is certain: the address belongs to one host of one network. Source: bothEnds of topic linger.service-minutes, complete minutes.';
comment on column service_caller.service is 'The service that is called.';
comment on column service_caller.endpoint is 'Address and port on which it is called.';
comment on column service_caller.caller is 'The service that calls; "unknown" where its sockets have no known owner, "other" for those beyond the 16 with most sockets.';
comment on column service_caller.first_seen is 'First minute in which it was seen to call; minutes that come late count.';
comment on column service_caller.last_seen is 'Latest complete minute in which it was.';
comment on column service_caller.caller_host is 'The caller''s host with the most of these sockets.';
comment on column service_caller.caller_hosts is 'The caller''s hosts with such sockets.';
comment on column service_caller.established is 'ESTABLISHED sockets of the caller, mean of the minute.';
comment on column service_caller.close_wait is 'CLOSE_WAIT sockets of the caller: the service closed, the caller did not.';
comment on column service_caller.time_wait is 'TIME_WAIT sockets that the caller holds.';
comment on column service_caller.opened is 'Connections of the caller first seen.';
comment on column service_caller.closed_by_caller is 'Connections that the caller closed first.';
comment on column service_caller.service_established is 'ESTABLISHED sockets of the service at this endpoint, of all callers: what its callers have less than that belongs to callers that are not observed.';
comment on column service_caller.closed_by_service is 'Connections at this endpoint that the service closed first, of all callers.';
