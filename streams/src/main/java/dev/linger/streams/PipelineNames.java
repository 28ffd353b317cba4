// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.streams.host.HostStores;
import dev.linger.streams.merge.MergeStores;

/**
 * Names of the topology's operators, stores and internal topics. They are part of the stored state:
 * a renamed store or repartition topic starts empty.
 */
final class PipelineNames {
    static final String READ_KERNELS = "read-kernel-snapshots";
    static final String READ_SNAPSHOTS = "read-socket-snapshots";
    static final String KEEP_KERNELS = "keep-host-kernels";
    static final String ADD_UP_HOSTS = "add-up-host-minutes";
    static final String TAKE_HOST_DEAD_LETTERS = "take-dead-socket-snapshots";
    static final String TAKE_REPORTS = "take-source-reports";
    static final String TAKE_FACTS = "take-fleet-facts";
    static final String JOIN_FLEET = "join-fleet";
    static final String MEET = "partials-and-answers";
    static final String MERGE_SOURCES = "merge-service-minutes";
    static final String TAKE_MERGE_DEAD_LETTERS = "take-dead-partials";
    static final String WITHIN_REPLAY = "within-replay";
    static final String TAKE_MINUTES = "take-service-minutes";
    static final String JUDGE_MINUTES = "judge-service-minutes";
    static final String TAKE_FINDINGS = "take-findings";
    static final String TAKE_ADVICE = "take-advice";
    static final String WRITE_MINUTES = "write-service-minutes";
    static final String WRITE_FINDINGS = "write-findings";
    static final String WRITE_ADVICE = "write-advice";
    static final String WRITE_KERNEL_DEAD_LETTERS = "write-dead-kernel-snapshots";
    static final String WRITE_HOST_DEAD_LETTERS = "write-dead-socket-snapshots";
    static final String WRITE_MERGE_DEAD_LETTERS = "write-dead-partials";

    /** Repartition topic, by service. */
    static final String SERVICE_PARTIALS = "service-partials";

    /** Repartition topic, by what is compared. */
    static final String FLEET_FACTS = "fleet-facts";

    /** Repartition topic, by service. */
    static final String FLEET_ANSWERS = "fleet-answers";

    static final String HOST_KERNELS_STORE = "host-kernels";
    static final String HOST_PRESENCE_STORE = "host-presence";
    static final String MOVED_SNAPSHOTS_STORE = "moved-snapshots";
    static final String SOURCE_POSITION_STORE = "source-position";
    static final String HOST_LABELS_STORE = "host-labels";
    static final String FLEET_FACTS_STORE = "minute-facts";
    static final String FLEET_PROGRESS_STORE = "facts-progress";
    static final String CLOSED_PARTIALS_STORE = "closed-partials";
    static final String RUNNING_PARTIALS_STORE = "running-partials";
    static final String PROGRESS_STORE = "source-progress";
    static final String FINDINGS_STORE = "tracked-findings";

    static final HostStores HOST_STORES =
            new HostStores(
                    HOST_KERNELS_STORE,
                    HOST_PRESENCE_STORE,
                    HOST_LABELS_STORE,
                    MOVED_SNAPSHOTS_STORE,
                    SOURCE_POSITION_STORE);
    static final MergeStores MERGE_STORES =
            new MergeStores(CLOSED_PARTIALS_STORE, RUNNING_PARTIALS_STORE, PROGRESS_STORE);

    private PipelineNames() {}
}
