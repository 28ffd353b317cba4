// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;

import dev.linger.advice.Signal;
import dev.linger.model.finding.Proposal;
import dev.linger.model.json.Json;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of {@code linger doctor --json}: a contract, scripts rely on it. */
public final class DiagnosisJson {
    private record Document(
            String host, Instant observedAt, List<Finding> findings, List<Service> services) {}

    private record Finding(
            String rule,
            String severity,
            String service,
            String side,
            String endpoint,
            Map<String, Object> evidence,
            List<Proposal> advice) {
        static Finding of(Signal signal) {
            return new Finding(
                    signal.rule().name(),
                    signal.severity().label(),
                    signal.service(),
                    signal.side().label(),
                    signal.endpoint(),
                    signal.evidence(),
                    signal.proposals());
        }
    }

    private record Service(
            String service,
            String side,
            String endpoint,
            Map<String, Long> states,
            ServiceState.@Nullable Ports ports) {
        static Service of(ServiceState state) {
            Map<String, Long> states = new LinkedHashMap<>();
            for (TcpState name : TcpState.values()) {
                states.put(name.name(), state.states().of(name));
            }
            return new Service(
                    state.service(), state.side().label(), state.endpoint(), states, state.ports());
        }
    }

    private DiagnosisJson() {}

    /** One JSON document, indented. */
    public static String of(Diagnosis diagnosis) {
        return written(Json.mapper().writerWithDefaultPrettyPrinter(), diagnosis);
    }

    /** The same on one line, for a reader of lines. */
    public static String lineOf(Diagnosis diagnosis) {
        return written(Json.mapper().writer(), diagnosis);
    }

    private static String written(ObjectWriter writer, Diagnosis diagnosis) {
        try {
            return writer.writeValueAsString(
                    new Document(
                            diagnosis.host(),
                            diagnosis.observedAt(),
                            diagnosis.findings().stream().map(Finding::of).toList(),
                            diagnosis.services().stream().map(Service::of).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
