// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.model.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

class BenchOutputTest {
    private static final List<BenchCase> CASES =
            List.of(
                    BenchCase.of("scan", "ms, less is better", 11, 5)
                            .limit("the kernel", 10, 1.1, Bounds.atMost(1.12))
                            .peer("ss", 20, 0.55, Bounds.atMost(0.5)),
                    BenchCase.of("bytes", "bytes", 0, 9));

    @Test
    void shouldPrintWhatScriptsRelyOn() throws JsonProcessingException {
        assertThat(Json.mapper().writeValueAsString(BenchJson.of("collector", "two cores", CASES)))
                .isEqualTo(
                        """
                        {"bench":"collector","machine":"two cores","cases":[\
                        {"name":"scan","unit":"ms, less is better","ours":11.0,\
                        "limit":10.0,"limitName":"the kernel","ratioToLimit":1.1,\
                        "peer":20.0,"peerName":"ss","ratioToPeer":0.55,"runs":5},\
                        {"name":"bytes","unit":"bytes","ours":0.0,\
                        "limit":null,"limitName":null,"ratioToLimit":null,\
                        "peer":null,"peerName":null,"ratioToPeer":null,"runs":9}]}\
                        """);
    }

    @Test
    void shouldSayWhichRatiosWereMissed() {
        assertThat(BenchText.of("two cores", CASES))
                .startsWith("two cores\n")
                .contains("10.000  the kernel: ratio 1.100, wanted at most 1.12: met")
                .contains("20.000  ss: ratio 0.550, wanted at most 0.5: MISSED")
                .doesNotContain("null");
    }
}
