// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

class RetainedCheckpointsTest {
    private static final String FIRST_RUN = "0123456789abcdef0123456789abcdef";
    private static final String SECOND_RUN = "fedcba9876543210fedcba9876543210";

    @TempDir private Path directory;

    private Path incomplete(String run, int number) throws IOException {
        Path checkpoint = directory.resolve(run).resolve("chk-" + number);
        Files.createDirectories(checkpoint);
        Files.writeString(checkpoint.resolve("state"), "state");
        return checkpoint;
    }

    private Path complete(String run, int number, long finishedAtSeconds) throws IOException {
        Path checkpoint = incomplete(run, number);
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "metadata");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(finishedAtSeconds * 1000));
        return checkpoint;
    }

    @Test
    void shouldFindNoneWhereThereIsNone() {
        assertThat(RetainedCheckpoints.in(directory).newest()).isEmpty();
        assertThat(RetainedCheckpoints.in(directory.resolve("absent")).newest()).isEmpty();
    }

    @Test
    void shouldFindTheCompleteOneThatWasFinishedLast() throws IOException {
        complete(FIRST_RUN, 99, 1000);
        Path newest = complete(SECOND_RUN, 3, 2000);
        complete(SECOND_RUN, 2, 1900);
        incomplete(SECOND_RUN, 4);

        assertThat(RetainedCheckpoints.in(directory).newest()).contains(newest);
    }

    @Test
    void shouldDeleteWhatNoRunNeedsAnyMore() throws IOException {
        Path old = complete(FIRST_RUN, 99, 1000);
        Path older = complete(SECOND_RUN, 2, 1900);
        Path newest = complete(SECOND_RUN, 3, 2000);
        Path shared = Files.createDirectories(directory.resolve(SECOND_RUN).resolve("shared"));
        RetainedCheckpoints.in(directory).deleteAllBut(Optional.of(newest));

        assertThat(old.getParent()).doesNotExist();
        assertThat(older).doesNotExist();
        assertThat(newest.resolve("_metadata")).exists();
        assertThat(shared).exists();
    }

    @Test
    void shouldNeverTouchWhatIsNotFlinks() throws IOException {
        Path foreign = directory.resolve("photos").resolve("chk-1");
        Files.createDirectories(foreign);
        Files.writeString(foreign.resolve("_metadata"), "a text");
        Path file = Files.writeString(directory.resolve("notes"), "a text");

        assertThat(RetainedCheckpoints.in(directory).newest()).isEmpty();
        RetainedCheckpoints.in(directory).deleteAllBut(Optional.empty());
        assertThat(foreign.resolve("_metadata")).exists();
        assertThat(file).exists();
    }
}
