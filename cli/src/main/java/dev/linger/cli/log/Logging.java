// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;

/**
 * Linger's own messages from INFO on, those of its libraries from WARN on; each command chooses
 * where to. Nothing is logged before it chose.
 */
public final class Logging {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{1} %msg%n";

    /** At most seven days, and together at most 50 MB. */
    private static final int HISTORY_DAYS = 7;

    private static final FileSize FILE_SIZE = FileSize.valueOf("10MB");
    private static final FileSize TOTAL_SIZE = FileSize.valueOf("50MB");

    /** Loggers whose warnings say nothing to an operator, each with its reason. */
    private static final List<String> CHATTY =
            List.of(
                    // A line for each configuration key that another client of the same map knows.
                    "org.apache.kafka.clients.admin.AdminClientConfig",
                    "org.apache.kafka.clients.consumer.ConsumerConfig",
                    "org.apache.kafka.clients.producer.ProducerConfig",
                    // Twice a second while a broker is away; the part says so once, and its health
                    // does.
                    "org.apache.kafka.clients.NetworkClient",
                    // "Name collision" and overlong names of metrics that nobody reads.
                    "org.apache.flink.metrics.MetricGroup",
                    "org.apache.flink.runtime.metrics",
                    // No delegation tokens, no web dashboard, and no log file for it.
                    "org.apache.flink.runtime.security.token",
                    "org.apache.flink.runtime.webmonitor",
                    // It cannot add a shutdown hook when it is stopped by ours.
                    "org.apache.pekko.actor.CoordinatedShutdown");

    private Logging() {}

    /** To nowhere: for commands whose output is all there is to say. */
    public static void toNowhere() {
        LoggerContext context = reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /** To standard error: for a part that somebody else keeps running and whose log he collects. */
    public static void toStandardError() {
        LoggerContext context = reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        begin(context, console);
    }

    /** To {@code linger.log} in that directory, rotated; failures that end a thread as well. */
    public static void toFile(Path directory) {
        LoggerContext context = reset();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setFile(directory.resolve("linger.log").toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(file);
        policy.setFileNamePattern(directory.resolve("linger.%d.%i.log").toString());
        policy.setMaxFileSize(FILE_SIZE);
        policy.setMaxHistory(HISTORY_DAYS);
        policy.setTotalSizeCap(TOTAL_SIZE);
        policy.start();
        file.setRollingPolicy(policy);
        begin(context, file);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
                context.getLogger(Logging.class)
                        .error("thread {} ended", thread.getName(), thrown));
    }

    private static LoggerContext reset() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("dev.linger").setLevel(Level.INFO);
        CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        return context;
    }

    private static void begin(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Appender<ILoggingEvent> started = appender;
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(started);
    }
}
