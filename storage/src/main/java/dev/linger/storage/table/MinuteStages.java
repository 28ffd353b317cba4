// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The columns of a service's minute, of its endpoints, its listeners and its worst kernel. */
final class MinuteStages {
    static final Stage<ServiceMinute> SERVICE_MINUTE =
            new Stage<>(
                    "service_minute_fresh",
                    concat(
                            Stream.of(
                                    Column.instant("minute", ServiceMinute::minute),
                                    Column.text("service", ServiceMinute::service),
                                    Column.flag("complete", ServiceMinute::complete),
                                    Column.integer("hosts", ServiceMinute::hosts),
                                    Column.integer("snapshots", ServiceMinute::snapshots),
                                    Column.bigint("coverage_ms", ServiceMinute::coverageMillis)),
                            SocketColumns.of(ServiceMinute::sockets)));

    static final Stage<Part<EndpointMinute>> ENDPOINT_MINUTE =
            new Stage<>(
                    "endpoint_minute_fresh",
                    concat(
                            Stream.of(
                                    Column.instant("minute", Part::minute),
                                    Column.text("service", Part::service),
                                    Column.text("side", row -> row.part().side().label()),
                                    Column.text("endpoint", row -> row.part().endpoint()),
                                    Column.integer("hosts", row -> row.part().hosts())),
                            SocketColumns.of(row -> row.part().sockets())));

    static final Stage<Part<ListenerMinute>> LISTENER_MINUTE =
            new Stage<>(
                    "listener_minute_fresh",
                    List.of(
                            Column.instant("minute", Part::minute),
                            Column.text("service", Part::service),
                            Column.text("endpoint", row -> row.part().endpoint()),
                            Column.text("host", row -> row.part().host()),
                            Column.integer(
                                    "accept_queue_peak", row -> row.part().acceptQueuePeak()),
                            Column.integer("backlog", row -> row.part().backlog()),
                            Column.integer("snapshots", row -> row.part().snapshots()),
                            Column.integer("full_snapshots", row -> row.part().fullSnapshots())));

    static final Stage<Part<KernelContext>> SERVICE_KERNEL =
            new Stage<>(
                    "service_kernel",
                    List.of(
                            Column.text("service", Part::service),
                            Column.instant("minute", Part::minute),
                            Column.text("host", row -> row.part().host()),
                            Column.bigint("namespace", row -> row.part().namespace()),
                            Column.json("sysctls", row -> row.part().sysctls()),
                            Column.json(
                                    "counter_increases", row -> row.part().counterIncreases())));

    private MinuteStages() {}

    /** The parts of all minutes, each with its minute and service. */
    static <P> List<Part<P>> parts(
            Collection<ServiceMinute> minutes, Function<ServiceMinute, List<P>> of) {
        List<Part<P>> parts = new ArrayList<>();
        for (ServiceMinute minute : minutes) {
            for (P part : of.apply(minute)) {
                parts.add(new Part<>(minute.minute(), minute.service(), part));
            }
        }
        return parts;
    }

    private static <R> List<Column<R>> concat(Stream<Column<R>> first, List<Column<R>> second) {
        return Stream.concat(first, second.stream()).toList();
    }

    /** A part of a service's minute. */
    record Part<P>(Instant minute, String service, P part) {}
}
