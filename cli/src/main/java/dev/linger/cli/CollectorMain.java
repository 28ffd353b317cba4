// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli;

import dev.linger.cli.command.ExitStatus;
import dev.linger.cli.command.LingerCommand;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.cli.run.PartOptions;
import dev.linger.cli.run.PartRun;
import dev.linger.cli.run.PartRun.HealthServed;
import dev.linger.collector.Collector;
import dev.linger.collector.CollectorConfig;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * The program of the collector's package: {@code linger collect} without the other commands, so
 * that neither Streams nor Flink nor PostgreSQL has to be on the class path.
 *
 * <p>What a service manager starts, the plain options of a part, is read here: the command line
 * library costs 0.3 s of processor time, because its class files are too old for an AOT cache. All
 * else, {@code --help} and {@code --once} among it, goes to that library.
 */
public final class CollectorMain {
    private CollectorMain() {}

    /** Takes the command line as typed. */
    public static void main(String[] args) throws InterruptedException {
        PartOptions options = PartOptions.parse(args);
        System.exit(
                options == null
                        ? LingerCommand.collectorLine("linger-collector").execute(args)
                        : run(options));
    }

    private static int run(PartOptions options) throws InterruptedException {
        PrintWriter err = writer(FileDescriptor.err);
        Collector.prepare();
        try {
            Logging.toStandardError();
            GivenSettings given = GivenSettings.read(options.config(), options.overrides());
            PartRun.untilStopped(
                    Collector.alone(CollectorConfig.from(given.only(CollectorConfig.SETTINGS))),
                    HealthServed.ONCE_STARTED,
                    options.healthAddress(Collector.HEALTH_PORT),
                    writer(FileDescriptor.out));
            return ExitStatus.DONE;
        } catch (ConfigurationException e) {
            err.println("linger-collector: " + e.getMessage());
            return ExitStatus.BAD_USAGE;
        } catch (PartFailedException e) {
            err.println("linger-collector: " + e.getMessage());
            return ExitStatus.COULD_NOT;
        }
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, Charset.defaultCharset());
    }
}
