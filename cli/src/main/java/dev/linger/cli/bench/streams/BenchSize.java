// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

/**
 * The fleet of the benchmark: as many hosts as give the wanted number of group records within the
 * minutes of event time, a snapshot of 40 groups from each of them every ten seconds.
 *
 * @param hosts hosts; half as many services, each on 20 of them
 * @param minutes minutes of event time
 */
record BenchSize(int hosts, int minutes) {
    static final int SERVICES_PER_HOST = 10;
    static final int ENDPOINTS = 4;
    static final int GROUPS = SERVICES_PER_HOST * ENDPOINTS;
    static final int INTERVAL_SECONDS = 10;
    static final int ROUNDS_PER_MINUTE = 60 / INTERVAL_SECONDS;
    private static final int HOSTS_PER_SERVICE = 20;

    /** The smallest fleet in which a service has its 20 hosts. */
    private static final int LEAST_HOSTS = 100;

    static BenchSize of(long groups, int minutes) {
        long hosts = groups / ((long) GROUPS * ROUNDS_PER_MINUTE * minutes);
        return new BenchSize((int) Math.max(LEAST_HOSTS, hosts), minutes);
    }

    int services() {
        return hosts * SERVICES_PER_HOST / HOSTS_PER_SERVICE;
    }

    int snapshotsPerMinute() {
        return hosts * ROUNDS_PER_MINUTE;
    }

    int snapshots() {
        return snapshotsPerMinute() * minutes;
    }
}
