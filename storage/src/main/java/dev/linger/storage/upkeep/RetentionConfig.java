// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.time.Duration;
import java.util.List;

/**
 * How long rows are kept, counted back from now.
 *
 * @param serviceMinutes service_minute; older minutes are refused as dead letters
 * @param endpointMinutes endpoint_minute and listener_minute
 * @param hostMinutes host_minute and kernel_counter_minute
 * @param serviceHours service_hour
 * @param serviceDays service_day and fleet_hour
 * @param endpointHours endpoint_hour
 * @param endpointDays endpoint_day, and services, endpoints and callers not seen since
 * @param findings finding_history, snapshot_gap, and resolved findings with their advice
 * @param forecasts forecast
 * @param hosts host and sysctl_change of a host that is gone
 * @param deadLetters dead_letter
 */
public record RetentionConfig(
        Duration serviceMinutes,
        Duration endpointMinutes,
        Duration hostMinutes,
        Duration serviceHours,
        Duration serviceDays,
        Duration endpointHours,
        Duration endpointDays,
        Duration findings,
        Duration forecasts,
        Duration hosts,
        Duration deadLetters) {
    static final Setting<Duration> SERVICE_MINUTES =
            setting("service-minutes", "400d", "How long the minutes of services are kept.");
    static final Setting<Duration> ENDPOINT_MINUTES =
            setting(
                    "endpoint-minutes",
                    "14d",
                    "How long the minutes of endpoints and listeners are kept.");
    static final Setting<Duration> HOST_MINUTES =
            setting("host-minutes", "14d", "How long the minutes of hosts are kept.");
    static final Setting<Duration> SERVICE_HOURS =
            setting("service-hours", "400d", "How long the hours of services are kept.");
    static final Setting<Duration> SERVICE_DAYS =
            setting("service-days", "3650d", "How long the days of services are kept.");
    static final Setting<Duration> ENDPOINT_HOURS =
            setting("endpoint-hours", "90d", "How long the hours of endpoints are kept.");
    static final Setting<Duration> ENDPOINT_DAYS =
            setting(
                    "endpoint-days",
                    "400d",
                    "How long the days of endpoints are kept, and names that were not seen since.");
    static final Setting<Duration> FINDINGS =
            setting("findings", "400d", "How long resolved findings and their history are kept.");
    static final Setting<Duration> FORECASTS =
            setting("forecasts", "90d", "How long forecasts are kept.");
    static final Setting<Duration> HOSTS =
            setting("hosts", "400d", "How long a host that is gone is kept, with its settings.");
    static final Setting<Duration> DEAD_LETTERS =
            setting("dead-letters", "30d", "How long dead letters are kept.");

    /** Every key that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    SERVICE_MINUTES,
                    ENDPOINT_MINUTES,
                    HOST_MINUTES,
                    SERVICE_HOURS,
                    SERVICE_DAYS,
                    ENDPOINT_HOURS,
                    ENDPOINT_DAYS,
                    FINDINGS,
                    FORECASTS,
                    HOSTS,
                    DEAD_LETTERS);

    /** Reads the settings. */
    public static RetentionConfig from(Settings settings) {
        return new RetentionConfig(
                settings.get(SERVICE_MINUTES),
                settings.get(ENDPOINT_MINUTES),
                settings.get(HOST_MINUTES),
                settings.get(SERVICE_HOURS),
                settings.get(SERVICE_DAYS),
                settings.get(ENDPOINT_HOURS),
                settings.get(ENDPOINT_DAYS),
                settings.get(FINDINGS),
                settings.get(FORECASTS),
                settings.get(HOSTS),
                settings.get(DEAD_LETTERS));
    }

    private static Setting<Duration> setting(String what, String defaultText, String doc) {
        return Setting.duration("storage.retention." + what, defaultText, doc);
    }
}
