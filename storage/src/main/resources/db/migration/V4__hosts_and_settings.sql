-- SPDX-License-Identifier: Apache-2.0
-- Hosts as their kernel snapshots show them, and the changes of their settings. Snapshots themselves are not kept: a fleet whose
-- settings stand still adds no row.

create table host (
    host               text        primary key,
    first_seen_at      timestamptz not null,
    last_seen_at       timestamptz not null,
    boot_id            text        not null,
    kernel_release     text        not null,
    namespaces         integer     not null,
    conntrack_used     bigint,
    conntrack_limit    bigint,
    descriptors_used   bigint,
    descriptors_limit  bigint,
    sysctls            jsonb       not null,
    configured         jsonb
) with (fillfactor = 70);

comment on table host is 'Hosts, as their latest kernel snapshot shows them.';
comment on column host.host is 'Host name.';
comment on column host.first_seen_at is 'Earliest kernel snapshot, by the host''s clock.';
comment on column host.last_seen_at is 'Latest kernel snapshot, by the host''s clock.';
comment on column host.boot_id is 'Its boot: /proc/sys/kernel/random/boot_id.';
comment on column host.kernel_release is 'uname -r.';
comment on column host.namespaces is 'Network namespaces in the snapshot.';
comment on column host.conntrack_used is 'Entries of connection tracking; null where the module is not loaded.';
comment on column host.conntrack_limit is 'Entries allowed; null where the module is not loaded.';
comment on column host.descriptors_used is 'File descriptors of the whole host; null where not readable.';
comment on column host.descriptors_limit is 'File descriptors allowed (fs.file-max); null where not readable.';
comment on column host.sysctls is 'Effective values in the collector''s own network namespace, by dotted name.';
comment on column host.configured is 'What sysctl.d says, by dotted name: value and the file that decides; null where not collected.';

create table sysctl_change (
    host            text        not null,
    name            text        not null,
    changed_at      timestamptz not null,
    value           text,
    previous_value  text,
    primary key (host, name, changed_at)
);
create index sysctl_change_by_name on sysctl_change (name, changed_at);

comment on table sysctl_change is 'Each time that a setting of a host got another value. A host''s first snapshot counts as a change from nothing.';
comment on column sysctl_change.host is 'Host name.';
comment on column sysctl_change.name is 'Dotted name, as net.ipv4.tcp_tw_reuse; of the collector''s own network namespace.';
comment on column sysctl_change.changed_at is 'First snapshot with the new value, by the host''s clock.';
comment on column sysctl_change.value is 'The new value; null when the kernel does not have the setting any more.';
comment on column sysctl_change.previous_value is 'The value before; null when it was not there.';
