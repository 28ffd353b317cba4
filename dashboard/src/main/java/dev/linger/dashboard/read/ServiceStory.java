// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import dev.linger.storage.query.KernelOfService;
import dev.linger.storage.query.MinuteOfService;
import dev.linger.storage.query.PresentEndpoint;
import dev.linger.storage.query.PresentListener;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What the page of one service shows besides its findings and forecasts.
 *
 * @param service the service
 * @param from start of the range
 * @param to end of the range
 * @param minutes its minutes in the range, oldest first; empty where it has none
 * @param endpoints what it does at present by endpoint, those under most pressure first
 * @param listeners its accept queues at present, the fullest first
 * @param kernel kernel of its worst host; absent until known
 */
public record ServiceStory(
        String service,
        Instant from,
        Instant to,
        List<MinuteOfService> minutes,
        List<PresentEndpoint> endpoints,
        List<PresentListener> listeners,
        @Nullable KernelOfService kernel) {
    /** Copies the lists. */
    public ServiceStory {
        minutes = List.copyOf(minutes);
        endpoints = List.copyOf(endpoints);
        listeners = List.copyOf(listeners);
    }

    /** The story while the database is away: nothing. */
    public static ServiceStory unread(String service, Instant from, Instant to) {
        return new ServiceStory(service, from, to, List.of(), List.of(), List.of(), null);
    }

    /** Reads the story of {@code service} within {@code [from, to)}. */
    public static ServiceStory read(Handle handle, String service, Instant from, Instant to) {
        return new ServiceStory(
                service,
                from,
                to,
                MinuteOfService.since(handle, service, from),
                PresentEndpoint.of(handle, service),
                PresentListener.of(handle, service),
                KernelOfService.of(handle, service));
    }
}
