// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

class ScanOrderTest {
    private static final int WAY = 60;
    private static final int PORT = 50_000;

    private final ScanOrder order = new ScanOrder();
    private final CellTable cells = new CellTable();
    private final Places places = new Places();
    private final int cell = cells.cellOf(new int[CellTable.KEY_INTS]);
    private final int place = places.of(cell, 1, WAY, true);

    @Test
    void shouldFindWhatComesInTheSameOrder() {
        scan(10, 11, 12, 13);
        order.begin();
        assertThat(found(10, 11, 12, 13)).containsExactly(true, true, true, true);
    }

    @Test
    void shouldPassOverWhatIsGoneAndWhatIsNew() {
        scan(10, 11, 12, 13, 14, 15);
        order.begin();
        assertThat(found(10, 99, 13, 98, 97, 14, 15))
                .containsExactly(true, false, true, false, false, true, true);
    }

    @Test
    void shouldFindTheWayAgainAfterManyAreGone() {
        scan(LongStream.rangeClosed(1, 5000).toArray());
        order.begin();
        boolean[] found = found(LongStream.rangeClosed(1000, 5000).toArray());
        int missed = 0;
        for (boolean one : found) {
            missed += one ? 0 : 1;
        }
        assertThat(missed).isBetween(1, 16);
    }

    @Test
    void shouldRememberAScanThatEndsOrBranchesOffLikeTheOneBefore() {
        scan(10, 11, 12, 13);
        rescan(10, 11, 12, 13);
        assertThat(cookies()).containsExactly(10, 11, 12, 13);
        rescan(10, 11);
        assertThat(cookies()).as("the end is missing").containsExactly(10, 11);
        rescan(10, 20, 11, 21);
        assertThat(cookies()).containsExactly(10, 20, 11, 21);
        rescan(20, 11, 21);
        assertThat(cookies()).as("the beginning is missing").containsExactly(20, 11, 21);
        rescan();
        assertThat(cookies()).isEmpty();
    }

    /** Otherwise a scan of nothing but new sockets would compare each with all before. */
    @Test
    void shouldSpendBoundedWorkOnSearching() {
        scan(LongStream.rangeClosed(1, 300_000).toArray());
        order.begin();
        assertThat(found(LongStream.rangeClosed(1_000_000, 1_300_000).toArray()))
                .doesNotContain(true);
    }

    @Test
    void shouldTellTheNewNumberOfAPlaceWhoseOwnerAndKindAreTheSame() {
        scan(10, 11);
        order.begin();
        int before = order.placeBefore(10);
        assertThat(order.placeNow(before)).isEqualTo(Places.NONE);
        cells.clear();
        places.clear();
        int other = cells.cellOf(key(7));
        order.follow(before, places.of(other, 1, WAY, true), places, cells);
        assertThat(order.placeNow(before)).as("another owner's").isEqualTo(Places.NONE);
        int same = cells.cellOf(key(0));
        order.follow(before, places.of(same, 1, WAY + 1, true), places, cells);
        assertThat(order.placeNow(before)).as("found another way").isEqualTo(Places.NONE);
        int now = places.of(same, 1, WAY, true);
        order.follow(before, now, places, cells);
        assertThat(order.placeNow(before)).isEqualTo(now).isNotEqualTo(place);
    }

    @Test
    void shouldKeepThePlaceOfASocketThatMustBeLookedAtAgain() {
        order.begin();
        order.add(10, ScanOrder.again(place), PORT);
        order.commit(places, cells);
        assertThat(order.place(0)).isEqualTo(place);
        assertThat(order.port(0)).isEqualTo(PORT);
        order.begin();
        assertThat(order.placeBefore(10)).isNegative();
    }

    @Test
    void shouldDistrustAPortUntilAScanThatBeganLaterIsComplete() {
        scan(10);
        order.begin();
        order.distrust(80);
        assertThat(order.isDistrusted(80)).isTrue();
        assertThat(order.isDistrusted(81)).isFalse();
        order.commit(places, cells);
        assertThat(order.isDistrusted(80)).as("learnt in the middle of that scan").isTrue();
        order.begin();
        order.commit(places, cells);
        assertThat(order.isDistrusted(80)).isFalse();
    }

    private void scan(long... cookies) {
        order.begin();
        for (long cookie : cookies) {
            order.add(cookie, place, PORT);
        }
        order.commit(places, cells);
    }

    private void rescan(long... cookies) {
        order.begin();
        for (long cookie : cookies) {
            order.placeBefore(cookie);
            order.add(cookie, place, PORT);
        }
        order.commit(places, cells);
    }

    private long[] cookies() {
        return IntStream.range(0, order.size()).mapToLong(order::cookie).toArray();
    }

    private boolean[] found(long... cookies) {
        boolean[] found = new boolean[cookies.length];
        for (int i = 0; i < cookies.length; i++) {
            found[i] = order.placeBefore(cookies[i]) != Places.NONE;
        }
        return found;
    }

    private static int[] key(int owner) {
        int[] key = new int[CellTable.KEY_INTS];
        key[0] = owner;
        return key;
    }
}
