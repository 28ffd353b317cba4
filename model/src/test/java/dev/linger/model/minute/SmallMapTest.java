// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

class SmallMapTest {
    private final SmallMap<String, Integer> map = new SmallMap<>();

    private Map<String, Integer> entries() {
        Map<String, Integer> entries = new HashMap<>();
        map.forEach(entries::put);
        return entries;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, SmallMap.FEW, SmallMap.FEW + 1, 5_000})
    void shouldHoldFewAndMany(int size) {
        for (int i = 0; i < size; i++) {
            map.add("key-" + i, i);
        }

        assertThat(map.size()).isEqualTo(size);
        assertThat(entries()).hasSize(size);
        for (int i = 0; i < size; i++) {
            assertThat(map.get("key-" + i)).isEqualTo(i);
        }
        assertThat(map.get("key-" + size)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, SmallMap.FEW, SmallMap.FEW + 1, 100})
    void shouldRemoveWhatIsUnwantedAndTakeMore(int size) {
        for (int i = 0; i < size; i++) {
            map.add("key-" + i, i);
        }
        map.removeIf((key, value) -> value % 2 == 0 && !key.equals("key-2"));
        map.add("key-0", -1);

        assertThat(map.size()).isEqualTo(size / 2 + 2);
        assertThat(entries()).hasSize(size / 2 + 2).containsEntry("key-2", 2);
        assertThat(map.get("key-0")).isEqualTo(-1);
        assertThat(map.get("key-4")).isNull();
    }
}
