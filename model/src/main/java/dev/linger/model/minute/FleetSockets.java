// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

/** The sockets of one endpoint, or of a whole service, over any number of hosts. */
final class FleetSockets {
    private final SocketTotals totals;
    private final MeanSums means;
    private final FleetPeak peak;
    private int hosts;

    FleetSockets() {
        this(new SocketTotals(), new MeanSums(), new FleetPeak());
    }

    private FleetSockets(SocketTotals totals, MeanSums means, FleetPeak peak) {
        this.totals = totals;
        this.means = means;
        this.peak = peak;
    }

    /** Adds the sums of one host that sent {@code snapshots} snapshots in the minute. */
    void add(int snapshots, HostSockets sockets) {
        means.add(snapshots, sockets);
        hosts++;
    }

    /** Adds what is known of all hosts together. */
    void add(FleetEndpoint endpoint) {
        totals.merge(endpoint.totals);
        peak.merge(endpoint.peak.largest());
    }

    /** Adds other hosts. */
    void merge(FleetSockets other) {
        sum(other);
        peak.merge(other.peak);
        hosts += other.hosts;
    }

    /** Takes in another endpoint, whose hosts may be the same. */
    void fold(FleetSockets other) {
        sum(other);
        peak.merge(other.peak);
        hosts = Math.max(hosts, other.hosts);
    }

    /** Takes in another endpoint's sums, but not its peak. */
    void sum(FleetSockets other) {
        totals.merge(other.totals);
        means.merge(other.means);
    }

    EndpointFold.Weight weigh(EndpointKey key, long[] service) {
        return EndpointFold.weigh(key, means.means(), service, totals.ports());
    }

    long[] means() {
        return means.means();
    }

    int hosts() {
        return hosts;
    }

    SocketMinute minute() {
        return minute(peak);
    }

    SocketMinute minute(FleetPeak peaks) {
        return new SocketMinute(
                GaugeArray.gauges(means.means()),
                peaks.states(),
                peaks.host(),
                totals.activeCloses(),
                totals.opened(),
                totals.ports(),
                totals.rttMicros(),
                totals.ownedBy());
    }

    void writeTo(CompactOutput out, String knownHost) {
        totals.writeTo(out, knownHost);
        means.writeTo(out);
        peak.writeTo(out, knownHost);
        out.writeInt(hosts);
    }

    static FleetSockets readFrom(CompactInput in, String knownHost) {
        FleetSockets read =
                new FleetSockets(
                        SocketTotals.readFrom(in, knownHost),
                        MeanSums.readFrom(in),
                        FleetPeak.readFrom(in, knownHost));
        read.hosts = in.readInt();
        return read;
    }
}
