-- SPDX-License-Identifier: Apache-2.0
-- Hosts by the minute, from their kernel snapshots (one a minute and host): what the kernel holds, and by how much its counters
-- grew. docs/decisions/0012 says why they come from there. Findings tell of the snapshots that are missing.

-- ---------------------------------------------------------------------------------------------------------------------
-- What a host's kernel held
-- ---------------------------------------------------------------------------------------------------------------------

create table host_minute (
    minute             timestamptz not null,
    host               text        not null,
    observed_at        timestamptz not null,
    namespaces         integer     not null,
    established        bigint,
    tcp_in_use         bigint,
    time_wait          bigint,
    orphans            bigint,
    tcp_allocated      bigint,
    tcp_memory_pages   bigint,
    conntrack_used     bigint,
    conntrack_limit    bigint,
    descriptors_used   bigint,
    descriptors_limit  bigint,
    primary key (minute, host)
) partition by range (minute);

create index host_minute_by_host on host_minute (host, minute);

comment on table host_minute is
    'What a host''s kernel held at its last kernel snapshot within the minute. Numbers of sockets are the kernel''s own, over all namespaces of the snapshot and both families. Source: topic linger.kernel-snapshots. Daily partitions, UTC.';
comment on column host_minute.minute is 'Start of the minute of event time (the host''s clock).';
comment on column host_minute.host is 'Host name.';
comment on column host_minute.observed_at is 'Time of that snapshot, by the host''s clock.';
comment on column host_minute.namespaces is 'Network namespaces in the snapshot.';
comment on column host_minute.established is 'ESTABLISHED and CLOSE_WAIT sockets: Tcp.CurrEstab, summed over namespaces; null where no namespace told it.';
comment on column host_minute.tcp_in_use is 'TCP sockets in every state but TIME_WAIT: sockstat.TCP.inuse and sockstat.TCP6.inuse, summed over namespaces; null where none told it.';
comment on column host_minute.time_wait is 'TIME_WAIT sockets: sockstat.TCP.tw, which counts both families, summed over namespaces; null where none told it.';
comment on column host_minute.orphans is 'Sockets without a process: sockstat.TCP.orphan, which the kernel counts for the whole host; null where not told.';
comment on column host_minute.tcp_allocated is 'TCP sockets that hold kernel memory: sockstat.TCP.alloc, which the kernel counts for the whole host; null where not told.';
comment on column host_minute.tcp_memory_pages is 'Pages of TCP buffers: sockstat.TCP.mem, which the kernel counts for the whole host; compare with net.ipv4.tcp_mem. Null where not told.';
comment on column host_minute.conntrack_used is 'Entries of connection tracking; null where the module is not loaded.';
comment on column host_minute.conntrack_limit is 'Entries allowed; null where the module is not loaded.';
comment on column host_minute.descriptors_used is 'File descriptors of the whole host; null where not readable.';
comment on column host_minute.descriptors_limit is 'File descriptors allowed (fs.file-max); null where not readable.';

-- ---------------------------------------------------------------------------------------------------------------------
-- By how much a host's counters grew
-- ---------------------------------------------------------------------------------------------------------------------

create table kernel_counter_minute (
    minute                      timestamptz not null,
    host                        text        not null,
    covered_ms                  bigint      not null,
    active_opens                bigint,
    passive_opens               bigint,
    attempt_fails               bigint,
    estab_resets                bigint,
    in_segs                     bigint,
    out_segs                    bigint,
    retrans_segs                bigint,
    out_rsts                    bigint,
    listen_overflows            bigint,
    listen_drops                bigint,
    req_q_full_drop             bigint,
    req_q_full_do_cookies       bigint,
    time_wait_overflow          bigint,
    tw                          bigint,
    tw_recycled                 bigint,
    paws_timewait               bigint,
    ack_skipped_time_wait       bigint,
    abort_on_data               bigint,
    abort_on_close              bigint,
    abort_on_memory             bigint,
    abort_on_timeout            bigint,
    abort_failed                bigint,
    keep_alive_probes           bigint,
    timeouts                    bigint,
    syn_retrans                 bigint,
    memory_pressures            bigint,
    conntrack_insert_failed     bigint,
    conntrack_drop              bigint,
    conntrack_early_drop        bigint,
    primary key (minute, host)
) partition by range (minute);

create index kernel_counter_minute_by_host on kernel_counter_minute (host, minute);

comment on table kernel_counter_minute is
    'By how much the counters of a host''s kernel grew between the kernel snapshots of a minute and the ones before them, summed over namespaces. What grew between two snapshots belongs to the minute of the later one. The first snapshot of a boot or of a namespace, and one whose counter is lower than before, only begins to count. Source: topic linger.kernel-snapshots. Daily partitions, UTC.';
comment on column kernel_counter_minute.minute is 'Start of the minute of event time (the host''s clock).';
comment on column kernel_counter_minute.host is 'Host name.';
comment on column kernel_counter_minute.covered_ms is 'Time between the first and the last of those snapshots in milliseconds: about 60,000, more where snapshots were missing. Growth / covered_ms is a rate.';
comment on column kernel_counter_minute.active_opens is 'Growth of Tcp.ActiveOpens: connections that this host opened. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.passive_opens is 'Growth of Tcp.PassiveOpens: connections that this host accepted. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.attempt_fails is 'Growth of Tcp.AttemptFails: connection attempts that failed, in or out. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.estab_resets is 'Growth of Tcp.EstabResets: ESTABLISHED or CLOSE_WAIT connections that ended by a reset. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.in_segs is 'Growth of Tcp.InSegs: segments received. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.out_segs is 'Growth of Tcp.OutSegs: segments sent, retransmitted ones left out. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.retrans_segs is 'Growth of Tcp.RetransSegs: segments sent again. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.out_rsts is 'Growth of Tcp.OutRsts: resets sent. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.listen_overflows is 'Growth of TcpExt.ListenOverflows: handshakes that found the accept queue full. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.listen_drops is 'Growth of TcpExt.ListenDrops: handshakes dropped at a listener for whatever reason, overflows included. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.req_q_full_drop is 'Growth of TcpExt.TCPReqQFullDrop: SYNs dropped because the SYN queue was full. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.req_q_full_do_cookies is 'Growth of TcpExt.TCPReqQFullDoCookies: SYNs answered with a cookie because the SYN queue was full. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.time_wait_overflow is 'Growth of TcpExt.TCPTimeWaitOverflow: TIME_WAIT not kept because tcp_max_tw_buckets was reached. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.tw is 'Growth of TcpExt.TW: TIME_WAIT that ended by their timer. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.tw_recycled is 'Growth of TcpExt.TWRecycled: TIME_WAIT whose ports a new connection took over. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.paws_timewait is 'Growth of TcpExt.PAWSTimewait: SYNs refused in TIME_WAIT because of an older timestamp. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.ack_skipped_time_wait is 'Growth of TcpExt.TCPACKSkippedTimeWait: acknowledgements not sent from TIME_WAIT by the rate limit. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.abort_on_data is 'Growth of TcpExt.TCPAbortOnData: connections closed with a reset: SO_LINGER 0, or data came after the close. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.abort_on_close is 'Growth of TcpExt.TCPAbortOnClose: connections closed with a reset because received data was unread. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.abort_on_memory is 'Growth of TcpExt.TCPAbortOnMemory: connections ended for want of TCP memory, or too many orphans. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.abort_on_timeout is 'Growth of TcpExt.TCPAbortOnTimeout: connections given up after too many retransmissions or probes. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.abort_failed is 'Growth of TcpExt.TCPAbortFailed: resets that could not be sent. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.keep_alive_probes is 'Growth of TcpExt.TCPKeepAlive: keep-alive probes sent. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.timeouts is 'Growth of TcpExt.TCPTimeouts: retransmission timeouts. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.syn_retrans is 'Growth of TcpExt.TCPSynRetrans: SYN or SYN-ACK segments sent again. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.memory_pressures is 'Growth of TcpExt.TCPMemoryPressures: times that TCP came under memory pressure. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.conntrack_insert_failed is 'Growth of nf_conntrack.insert_failed: entries that could not be added to connection tracking. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.conntrack_drop is 'Growth of nf_conntrack.drop: packets dropped because connection tracking was full or failed. Null where no two snapshots of one boot told it.';
comment on column kernel_counter_minute.conntrack_early_drop is 'Growth of nf_conntrack.early_drop: tracked connections pushed out to make room. Null where no two snapshots of one boot told it.';

create table kernel_counter (
    host                        text        not null,
    namespace                   bigint      not null,
    boot_id                     text        not null,
    observed_at                 timestamptz not null,
    active_opens                bigint,
    passive_opens               bigint,
    attempt_fails               bigint,
    estab_resets                bigint,
    in_segs                     bigint,
    out_segs                    bigint,
    retrans_segs                bigint,
    out_rsts                    bigint,
    listen_overflows            bigint,
    listen_drops                bigint,
    req_q_full_drop             bigint,
    req_q_full_do_cookies       bigint,
    time_wait_overflow          bigint,
    tw                          bigint,
    tw_recycled                 bigint,
    paws_timewait               bigint,
    ack_skipped_time_wait       bigint,
    abort_on_data               bigint,
    abort_on_close              bigint,
    abort_on_memory             bigint,
    abort_on_timeout            bigint,
    abort_failed                bigint,
    keep_alive_probes           bigint,
    timeouts                    bigint,
    syn_retrans                 bigint,
    memory_pressures            bigint,
    conntrack_insert_failed     bigint,
    conntrack_drop              bigint,
    conntrack_early_drop        bigint,
    primary key (host, namespace)
) with (fillfactor = 50);

comment on table kernel_counter is
    'The counters of every network namespace as its latest kernel snapshot told them: what kernel_counter_minute counts on from. Source: topic linger.kernel-snapshots.';
comment on column kernel_counter.host is 'Host name.';
comment on column kernel_counter.namespace is 'Inode of the network namespace.';
comment on column kernel_counter.boot_id is 'Boot of the host that the values belong to: /proc/sys/kernel/random/boot_id.';
comment on column kernel_counter.observed_at is 'Time of the snapshot, by the host''s clock.';
comment on column kernel_counter.active_opens is 'Tcp.ActiveOpens since the namespace began: connections that this host opened. Null where the kernel does not have it.';
comment on column kernel_counter.passive_opens is 'Tcp.PassiveOpens since the namespace began: connections that this host accepted. Null where the kernel does not have it.';
comment on column kernel_counter.attempt_fails is 'Tcp.AttemptFails since the namespace began: connection attempts that failed, in or out. Null where the kernel does not have it.';
comment on column kernel_counter.estab_resets is 'Tcp.EstabResets since the namespace began: ESTABLISHED or CLOSE_WAIT connections that ended by a reset. Null where the kernel does not have it.';
comment on column kernel_counter.in_segs is 'Tcp.InSegs since the namespace began: segments received. Null where the kernel does not have it.';
comment on column kernel_counter.out_segs is 'Tcp.OutSegs since the namespace began: segments sent, retransmitted ones left out. Null where the kernel does not have it.';
comment on column kernel_counter.retrans_segs is 'Tcp.RetransSegs since the namespace began: segments sent again. Null where the kernel does not have it.';
comment on column kernel_counter.out_rsts is 'Tcp.OutRsts since the namespace began: resets sent. Null where the kernel does not have it.';
comment on column kernel_counter.listen_overflows is 'TcpExt.ListenOverflows since the namespace began: handshakes that found the accept queue full. Null where the kernel does not have it.';
comment on column kernel_counter.listen_drops is 'TcpExt.ListenDrops since the namespace began: handshakes dropped at a listener for whatever reason, overflows included. Null where the kernel does not have it.';
comment on column kernel_counter.req_q_full_drop is 'TcpExt.TCPReqQFullDrop since the namespace began: SYNs dropped because the SYN queue was full. Null where the kernel does not have it.';
comment on column kernel_counter.req_q_full_do_cookies is 'TcpExt.TCPReqQFullDoCookies since the namespace began: SYNs answered with a cookie because the SYN queue was full. Null where the kernel does not have it.';
comment on column kernel_counter.time_wait_overflow is 'TcpExt.TCPTimeWaitOverflow since the namespace began: TIME_WAIT not kept because tcp_max_tw_buckets was reached. Null where the kernel does not have it.';
comment on column kernel_counter.tw is 'TcpExt.TW since the namespace began: TIME_WAIT that ended by their timer. Null where the kernel does not have it.';
comment on column kernel_counter.tw_recycled is 'TcpExt.TWRecycled since the namespace began: TIME_WAIT whose ports a new connection took over. Null where the kernel does not have it.';
comment on column kernel_counter.paws_timewait is 'TcpExt.PAWSTimewait since the namespace began: SYNs refused in TIME_WAIT because of an older timestamp. Null where the kernel does not have it.';
comment on column kernel_counter.ack_skipped_time_wait is 'TcpExt.TCPACKSkippedTimeWait since the namespace began: acknowledgements not sent from TIME_WAIT by the rate limit. Null where the kernel does not have it.';
comment on column kernel_counter.abort_on_data is 'TcpExt.TCPAbortOnData since the namespace began: connections closed with a reset: SO_LINGER 0, or data came after the close. Null where the kernel does not have it.';
comment on column kernel_counter.abort_on_close is 'TcpExt.TCPAbortOnClose since the namespace began: connections closed with a reset because received data was unread. Null where the kernel does not have it.';
comment on column kernel_counter.abort_on_memory is 'TcpExt.TCPAbortOnMemory since the namespace began: connections ended for want of TCP memory, or too many orphans. Null where the kernel does not have it.';
comment on column kernel_counter.abort_on_timeout is 'TcpExt.TCPAbortOnTimeout since the namespace began: connections given up after too many retransmissions or probes. Null where the kernel does not have it.';
comment on column kernel_counter.abort_failed is 'TcpExt.TCPAbortFailed since the namespace began: resets that could not be sent. Null where the kernel does not have it.';
comment on column kernel_counter.keep_alive_probes is 'TcpExt.TCPKeepAlive since the namespace began: keep-alive probes sent. Null where the kernel does not have it.';
comment on column kernel_counter.timeouts is 'TcpExt.TCPTimeouts since the namespace began: retransmission timeouts. Null where the kernel does not have it.';
comment on column kernel_counter.syn_retrans is 'TcpExt.TCPSynRetrans since the namespace began: SYN or SYN-ACK segments sent again. Null where the kernel does not have it.';
comment on column kernel_counter.memory_pressures is 'TcpExt.TCPMemoryPressures since the namespace began: times that TCP came under memory pressure. Null where the kernel does not have it.';
comment on column kernel_counter.conntrack_insert_failed is 'nf_conntrack.insert_failed since the namespace began: entries that could not be added to connection tracking. Null where the kernel does not have it.';
comment on column kernel_counter.conntrack_drop is 'nf_conntrack.drop since the namespace began: packets dropped because connection tracking was full or failed. Null where the kernel does not have it.';
comment on column kernel_counter.conntrack_early_drop is 'nf_conntrack.early_drop since the namespace began: tracked connections pushed out to make room. Null where the kernel does not have it.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Snapshots that are missing
-- ---------------------------------------------------------------------------------------------------------------------

create table snapshot_gap (
    host               text        not null,
    opened_at          timestamptz not null,
    observed_at        timestamptz not null,
    resolved_at        timestamptz,
    boot_id            text,
    missing_snapshots  bigint      not null,
    primary key (host, opened_at)
);

create index snapshot_gap_by_time on snapshot_gap (observed_at);

comment on table snapshot_gap is
    'Times in which socket snapshots of a host were missing, by their sequence numbers. Source: findings of the rule SNAPSHOT_GAP, topic linger.findings.';
comment on column snapshot_gap.host is 'Host name.';
comment on column snapshot_gap.opened_at is 'First minute with a snapshot missing.';
comment on column snapshot_gap.observed_at is 'Latest minute of which it was told; every five minutes while it lasts.';
comment on column snapshot_gap.resolved_at is 'Minute in which nothing was missing any more; null while it lasts.';
comment on column snapshot_gap.boot_id is 'Boot of the host and start of its collector that the sequence numbers belong to; null where not told.';
comment on column snapshot_gap.missing_snapshots is 'Most snapshots missing in one of the minutes of which it was told.';
