// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import dev.linger.advice.whatif.PresentState;
import dev.linger.advice.whatif.Setup;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a service of this host connects to an endpoint now.
 *
 * @param service its name
 * @param endpoint address and port that it connects to
 * @param setup as observed
 */
public record ObservedSetup(String service, String endpoint, Setup setup) {
    /** Every client of the host that is worked out. */
    public static List<ObservedSetup> of(List<ServiceMinute> minutes) {
        List<ObservedSetup> found = new ArrayList<>();
        for (ServiceMinute minute : minutes) {
            for (EndpointMinute endpoint : minute.endpoints()) {
                Setup setup = PresentState.of(minute, endpoint);
                if (setup != null) {
                    found.add(new ObservedSetup(minute.service(), endpoint.endpoint(), setup));
                }
            }
        }
        return found;
    }

    /**
     * The one that is meant.
     *
     * @param endpoint absent where the service connects to one endpoint only
     * @throws IllegalArgumentException if none or several are meant; names those that there are
     */
    public static ObservedSetup choose(
            List<ObservedSetup> observed, String service, @Nullable String endpoint) {
        List<ObservedSetup> meant =
                observed.stream()
                        .filter(one -> one.service().equals(service))
                        .filter(one -> endpoint == null || one.endpoint().equals(endpoint))
                        .toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        String wanted = endpoint == null ? service : service + " to " + endpoint;
        if (meant.isEmpty()) {
            throw new IllegalArgumentException(
                    "no connections of "
                            + wanted
                            + " were seen; there are "
                            + list(observed)
                            + "; or give --rate instead");
        }
        throw new IllegalArgumentException(
                wanted + " connects to several; give --endpoint: " + list(meant));
    }

    private static String list(List<ObservedSetup> observed) {
        return observed.isEmpty()
                ? "none at all"
                : observed.stream()
                        .map(one -> one.service() + " to " + one.endpoint())
                        .collect(Collectors.joining(", "));
    }
}
