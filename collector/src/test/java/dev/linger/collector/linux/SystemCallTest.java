// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToIntFunction;

class SystemCallTest {
    @ParameterizedTest
    @CsvSource({
        "/usr/include/x86_64-linux-gnu/asm/unistd_64.h, x86",
        "/usr/include/asm-generic/unistd.h, generic"
    })
    void shouldHaveTheNumbersOfTheKernelsHeader(Path header, String numbers) throws IOException {
        assumeTrue(Files.exists(header), "the kernel's headers are not installed");
        ToIntFunction<SystemCall> number =
                numbers.equals("x86") ? call -> call.x86 : call -> call.generic;

        String text = Files.readString(header);

        for (SystemCall call : SystemCall.values()) {
            String name = call.name().toLowerCase(Locale.ROOT);
            assertThat(text)
                    .containsPattern(
                            "(?m)^#define\\s+__NR_"
                                    + name
                                    + "\\s+"
                                    + number.applyAsInt(call)
                                    + "\\s*$");
        }
    }
}
