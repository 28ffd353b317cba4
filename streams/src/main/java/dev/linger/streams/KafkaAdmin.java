// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks the broker, and says of a failure what to do about it. */
final class KafkaAdmin implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> settings;
    private final Admin admin;

    /**
     * Connects with the same access as Streams does.
     *
     * @param streamsSettings of which those are taken that this client knows
     */
    KafkaAdmin(Map<String, Object> streamsSettings) {
        settings = new HashMap<>(streamsSettings);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            throw new PartFailedException(
                    "the broker's address cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the answer.
     *
     * @param what is asked, for the message of a failure
     * @throws PartFailedException if there is no answer, or it is a refusal
     */
    <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(admin).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while asking the broker to " + what, e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (ExecutionException e) {
            throw failed(what, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private PartFailedException failed(String what, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new PartFailedException(
                    "cannot %s: a topic is missing on the broker; create Linger's topics first"
                            .formatted(what),
                    cause);
        }
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return unreachable(cause);
        }
        return new PartFailedException(
                "the broker refuses to %s: %s".formatted(what, cause.getMessage()), cause);
    }

    private PartFailedException unreachable(Throwable cause) {
        return new PartFailedException(
                "no Kafka broker answers at %s within %s; start it, or mend kafka.bootstrap.servers"
                        .formatted(
                                settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), PATIENCE),
                cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
