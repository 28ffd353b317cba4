// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.advice.Thresholds;
import dev.linger.advice.rule.SysctlDrift;
import dev.linger.model.minute.FleetEnds;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.streams.merge.HostSettings;
import dev.linger.streams.merge.ServicePartition;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What a partition's hosts contribute to the comparison with all others in one minute. */
final class MinuteFacts {
    private final int source;
    private final Instant minute;
    private final Thresholds thresholds;
    private final FleetEnds ends = new FleetEnds();
    private final HostSettings settings = new HostSettings();

    MinuteFacts(int source, Instant minute, Thresholds thresholds) {
        this.source = source;
        this.minute = minute;
        this.thresholds = thresholds;
    }

    /**
     * Adds a host.
     *
     * @param network what its addresses are unique within
     */
    void add(HostMinute host, @Nullable HostKernel kernel, String network) {
        ends.add(host, network);
        if (kernel != null) {
            settings.add(host.host(), SysctlDrift.comparable(kernel, thresholds));
        }
    }

    /** Tells the joins, of which there are as many as sources. */
    void tell(int joins, Consumer<SourceReport> forward) {
        List<List<byte[]>> pieces = ends.split(joins, place -> ServicePartition.of(place, joins));
        for (int join = 0; join < joins; join++) {
            int piece = 0;
            for (byte[] bytes : pieces.get(join)) {
                forward.accept(new EndFacts(source, minute, join, piece++, Bytes.wrap(bytes)));
            }
        }
        int piece = 0;
        for (byte[] bytes : settings.split()) {
            forward.accept(new SettingFacts(source, minute, piece++, Bytes.wrap(bytes)));
        }
    }
}
