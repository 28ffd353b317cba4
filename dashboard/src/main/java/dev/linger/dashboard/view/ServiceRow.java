// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.finding.Severity;
import dev.linger.storage.query.OpenFinding;
import dev.linger.storage.query.PresentService;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One service in the table.
 *
 * @param service its name
 * @param hosts hosts on which it has sockets
 * @param worst severity of its worst finding; absent where it has none
 * @param findings findings that are not resolved
 * @param bar its connections by state
 * @param ports its worst port utilisation; absent where it does not connect
 * @param coverage its keep-alive coverage; absent where nothing is established
 * @param activeClosesPerSecond connections that its hosts close first
 * @param queue its fullest accept queue; absent where it does not listen
 */
public record ServiceRow(
        String service,
        int hosts,
        @Nullable Severity worst,
        int findings,
        StateBar bar,
        @Nullable PortBar ports,
        @Nullable Coverage coverage,
        double activeClosesPerSecond,
        @Nullable QueueBar queue) {

    /** The row of a service, given all findings that are open, the worst first. */
    public static ServiceRow of(PresentService present, List<OpenFinding> findings) {
        List<OpenFinding> own =
                findings.stream()
                        .filter(open -> open.finding().service().equals(present.service()))
                        .toList();
        var queue = present.acceptQueue();
        return new ServiceRow(
                present.service(),
                present.hosts(),
                own.isEmpty() ? null : own.getFirst().finding().severity(),
                own.size(),
                StateBar.of(present.sockets().states()),
                PortBar.of(present.sockets().ports(), present.portsEndpoint()),
                Coverage.of(present.sockets().keepAlive()),
                present.activeClosesPerSecond(),
                queue == null ? null : QueueBar.of(queue.queue()));
    }

    /** The page of a service; its name is any text. */
    public static String href(String service) {
        return "/service?name=" + URLEncoder.encode(service, StandardCharsets.UTF_8);
    }
}
