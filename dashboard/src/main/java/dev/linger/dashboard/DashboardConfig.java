// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.time.Duration;
import java.util.List;

/**
 * Where the dashboard listens and how often it asks.
 *
 * @param httpHost address to listen on; the default is reachable from this host only
 * @param httpPort port to listen on; 0 takes any free one
 * @param refresh how often an open page asks for news, and how long a reading is shared
 */
public record DashboardConfig(String httpHost, int httpPort, Duration refresh) {
    static final Setting<String> HTTP_HOST =
            Setting.text(
                    "dashboard.http-host",
                    "127.0.0.1",
                    "Address to listen on; there is no login, so keep it private.");
    static final Setting<Long> HTTP_PORT =
            Setting.integer(
                    "dashboard.http-port",
                    8080,
                    0,
                    65535,
                    "Port to listen on; 0 takes any free one.");
    static final Setting<Duration> REFRESH =
            Setting.duration(
                    "dashboard.refresh",
                    "2s",
                    "How often an open page asks for news; the database is asked no more often.");

    /** Every key. */
    public static final List<Setting<?>> SETTINGS = List.of(HTTP_HOST, HTTP_PORT, REFRESH);

    private static final Duration REFRESH_MIN = Duration.ofMillis(250);

    /** Reads what the operator set. */
    public static DashboardConfig from(Settings settings) {
        if (settings.get(REFRESH).compareTo(REFRESH_MIN) < 0) {
            throw new ConfigurationException(
                    REFRESH.key() + " is shorter than 250ms; write 250ms or longer");
        }
        return new DashboardConfig(
                settings.get(HTTP_HOST),
                Math.toIntExact(settings.get(HTTP_PORT)),
                settings.get(REFRESH));
    }
}
