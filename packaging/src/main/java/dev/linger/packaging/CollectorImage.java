// SPDX-License-Identifier: Apache-2.0
package dev.linger.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes a directory that holds the collector's class path in {@code lib}:
 *
 * <pre>
 *  bin/linger-collector       starts it
 *  lib/linger-collector.jar   names the class path, in a fixed order, and the main class
 *  lib/*.jar                  the class path
 *  lib/libzstd-jni.so         named to zstd-jni, so that nothing is unpacked to /tmp at each start
 *  lib/jvm.options            every option of the virtual machine
 *  lib/collector.aot          the AOT cache, made by a run of the collector
 *  runtime/                   the modules of the JDK that it needs
 * </pre>
 *
 * <p>The cache is valid for class path files of the same size and time, so every file gets the time
 * that the package will give it.
 */
public final class CollectorImage {
    /** The native library of zstd-jni in {@code lib}. */
    static final String ZSTD = "libzstd-jni.so";

    private static final String MAIN_JAR = "linger-collector.jar";

    private final Path home;
    private final Path lib;

    private CollectorImage(Path home) {
        this.home = home;
        this.lib = home.resolve("lib");
    }

    /**
     * Builds the image.
     *
     * @param args directory of the image, directory of the package's own files, modules, time of
     *     every file
     */
    public static void main(String[] args) throws Exception {
        CollectorImage image = new CollectorImage(Path.of(args[0]));
        image.copyOwnFiles(Path.of(args[1]));
        image.extractZstd();
        image.writeMainJar();
        image.linkRuntime(args[2]);
        Instant time = Instant.parse(args[3]);
        image.setTimes(time);
        new Training(image.home).makeCache();
        image.setTimes(time);
        System.exit(0); // Kafka leaves threads behind
    }

    private void copyOwnFiles(Path from) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.copy(
                from.resolve("linger-collector"),
                bin.resolve("linger-collector"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(
                from.resolve("jvm.options"),
                lib.resolve("jvm.options"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void extractZstd() throws IOException {
        Path jar =
                jars().stream()
                        .filter(path -> path.getFileName().toString().startsWith("zstd-jni-"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no zstd-jni in " + lib));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
        try (JarFile file = new JarFile(jar.toFile())) {
            String name =
                    file.stream()
                            .map(entry -> entry.getName())
                            .filter(entry -> entry.startsWith("linux/" + architecture + "/"))
                            .filter(entry -> entry.endsWith(".so"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("no library for " + architecture));
            try (InputStream in = file.getInputStream(file.getJarEntry(name))) {
                Files.copy(in, lib.resolve(ZSTD), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void writeMainJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "dev.linger.cli.CollectorMain");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                jars().stream()
                        .map(path -> path.getFileName().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(lib.resolve(MAIN_JAR));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(path -> path.toString().endsWith(".jar"))
                    .filter(path -> !path.endsWith(MAIN_JAR))
                    .sorted()
                    .toList();
        }
    }

    private void linkRuntime(String modules) throws IOException {
        Path runtime = home.resolve("runtime");
        if (isLinkedBy(runtime, modules)) {
            return;
        }
        delete(runtime);
        int status =
                ToolProvider.findFirst("jlink")
                        .orElseThrow(() -> new IOException("this is no JDK: it has no jlink"))
                        .run(
                                System.out,
                                System.err,
                                "--add-modules",
                                modules,
                                "--strip-debug",
                                "--no-header-files",
                                "--no-man-pages",
                                "--output",
                                runtime.toString());
        if (status != 0) {
            throw new IOException("jlink failed with status " + status);
        }
        Files.writeString(runtime.resolve("modules.txt"), linkedAs(modules));
    }

    private static boolean isLinkedBy(Path runtime, String modules) throws IOException {
        Path file = runtime.resolve("modules.txt");
        return Files.exists(file) && Files.readString(file).equals(linkedAs(modules));
    }

    private static String linkedAs(String modules) {
        return Runtime.version() + " " + modules + "\n";
    }

    private void setTimes(Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
