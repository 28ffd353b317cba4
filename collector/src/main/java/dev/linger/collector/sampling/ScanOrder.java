// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The sockets of the scan before, in the order in which the kernel dumped them, and where each was
 * counted. The kernel walks its hash table from end to end, so that sockets which are still there
 * come in the same order again: a cursor that moves along finds each at once, where a look-up by
 * cookie in a table of 100,000 waits for memory.
 *
 * <pre>
 *   scan before    A  B  C  D  E  F
 *                        ^ cursor: C is the next that is expected
 *   this scan      A  B  x  D  ...      x is new: nothing moves. D: one further than expected, C is gone.
 * </pre>
 *
 * <p>Places are numbered anew by each scan; the first socket of an old place, which is placed the
 * slow way, tells its new number. A socket that must be looked at again by the next scan stands
 * here with its place below {@link Places#NONE}.
 */
final class ScanOrder {
    private static final int SMALLEST = 256;
    private static final int SHORTEST_REACH = 8;
    private static final int LONGEST_REACH = 4096;

    private long[] cookies = new long[SMALLEST];
    private int[] places = new int[SMALLEST];
    private char[] ports = new char[SMALLEST];
    private int size;
    private long[] newCookies = new long[SMALLEST];
    private int[] newPlaces = new int[SMALLEST];
    private char[] newPorts = new char[SMALLEST];
    private int newSize;
    private boolean unchanged = true;
    private long[] cellKeys = {};
    private int[] kinds = {};
    private int[] placeNow = {};
    private int cursor;
    private int reach;
    private long stepsLeft;
    private final BitSet distrusted = new BitSet();
    private BitSet distrustedBefore = new BitSet();

    /** A scan begins, or begins again. */
    void begin() {
        distrustedBefore = (BitSet) distrusted.clone();
        newSize = 0;
        unchanged = true;
        cursor = 0;
        reach = SHORTEST_REACH;
        stepsLeft = 4L * size + LONGEST_REACH;
        Arrays.fill(placeNow, Places.NONE);
    }

    /** The place of a socket in the scan before; negative where it is to be placed anew. */
    int placeBefore(long cookie) {
        int at = cursor;
        if (at < size && cookies[at] == cookie) {
            cursor = at + 1;
            return places[at];
        }
        return search(cookie);
    }

    /** The place now of the sockets that had this one before, or {@link Places#NONE}. */
    int placeNow(int before) {
        return placeNow[before];
    }

    /** The state of the sockets at a place of the scan before. */
    int stateBefore(int before) {
        return Places.stateOf(kinds[before]);
    }

    /**
     * A socket was counted.
     *
     * @param place where; {@link #again} of it where the next scan must place it anew
     */
    void add(long cookie, int place, int port) {
        int at = newSize;
        if (unchanged) {
            if (cursor == at + 1 && places[at] == place) {
                newSize = cursor;
                return;
            }
            copyUnchanged();
        }
        if (at == newCookies.length) {
            newCookies = Arrays.copyOf(newCookies, 2 * at);
            newPlaces = Arrays.copyOf(newPlaces, 2 * at);
            newPorts = Arrays.copyOf(newPorts, 2 * at);
        }
        newCookies[at] = cookie;
        newPlaces[at] = place;
        newPorts[at] = (char) port;
        newSize = at + 1;
    }

    /** A place at which the next scan must not count the socket unseen. */
    static int again(int place) {
        return -2 - place;
    }

    /** The place itself, whether the next scan may count there or not. */
    static int certain(int place) {
        return place < Places.NONE ? -2 - place : place;
    }

    /**
     * A socket whose place was known was placed the slow way: where its owner and side are what
     * they were, the others of its old place go where it went.
     *
     * @param before its place in the scan before
     * @param place where it was counted now
     */
    void follow(int before, int place, Places now, CellTable cells) {
        if (kinds[before] == now.kind(place) && cellKeys[before] == keyOf(cells, now.cell(place))) {
            placeNow[before] = place;
        }
    }

    /** The scan is complete: the next one is compared to it. */
    void commit(Places now, CellTable cells) {
        distrusted.andNot(distrustedBefore);
        if (!unchanged || newSize != size) {
            swap();
        }
        if (placeNow.length < now.size()) {
            placeNow = new int[2 * now.size()];
            kinds = new int[2 * now.size()];
            cellKeys = new long[2 * now.size()];
        }
        for (int place = 0; place < now.size(); place++) {
            kinds[place] = now.kind(place);
            cellKeys[place] = keyOf(cells, now.cell(place));
        }
    }

    /** What was added becomes what the next scan is compared to. */
    private void swap() {
        if (unchanged) {
            copyUnchanged();
        }
        long[] freeCookies = cookies;
        int[] freePlaces = places;
        char[] freePorts = ports;
        cookies = newCookies;
        places = newPlaces;
        ports = newPorts;
        size = newSize;
        boolean roomy = freeCookies.length > SMALLEST && size < freeCookies.length / 8;
        int length = roomy ? freeCookies.length / 4 : freeCookies.length;
        newCookies = roomy ? new long[length] : freeCookies;
        newPlaces = roomy ? new int[length] : freePlaces;
        newPorts = roomy ? new char[length] : freePorts;
    }

    /** As long as every socket is where and what it was, nothing is written. */
    private void copyUnchanged() {
        unchanged = false;
        if (newCookies.length < newSize) {
            newCookies = new long[cookies.length];
            newPlaces = new int[cookies.length];
            newPorts = new char[cookies.length];
        }
        System.arraycopy(cookies, 0, newCookies, 0, newSize);
        System.arraycopy(places, 0, newPlaces, 0, newSize);
        System.arraycopy(ports, 0, newPorts, 0, newSize);
    }

    /** Drops all places: what decides where sockets are counted has changed. */
    void distrustAll() {
        Arrays.fill(places, 0, size, Places.NONE);
    }

    /** Drops the places of a local port, of this scan and of the next one. */
    void distrust(int port) {
        distrusted.set(port);
    }

    /** Whether places of this local port were dropped. */
    boolean isDistrusted(int port) {
        return !distrusted.isEmpty() && distrusted.get(port);
    }

    /** The sockets of the latest complete scan. */
    int size() {
        return size;
    }

    /** The cookie of one of them. */
    long cookie(int at) {
        return cookies[at];
    }

    /** Where one of them was counted, or {@link Places#NONE}. */
    int place(int at) {
        return certain(places[at]);
    }

    /** The local port of one of them. */
    int port(int at) {
        return ports[at];
    }

    /**
     * Looks a little further than expected. Where nothing is found the socket is new; where that
     * goes on, more sockets than that may have gone, so the next look reaches further. What a scan
     * may spend on it is bounded.
     */
    private int search(long cookie) {
        int end = (int) Math.min(size, cursor + 1L + Math.min(reach, stepsLeft));
        for (int at = cursor + 1; at < end; at++) {
            if (cookies[at] == cookie) {
                stepsLeft -= at - cursor;
                cursor = at + 1;
                reach = SHORTEST_REACH;
                return places[at];
            }
        }
        stepsLeft -= Math.max(0, end - cursor);
        reach = Math.min(2 * reach, LONGEST_REACH);
        return Places.NONE;
    }

    /** Owner and kind: the rest of a cell's key never changes for a socket. */
    private static long keyOf(CellTable cells, int cell) {
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell);
        return ((long) ints[at] << 32) | (ints[at + 1] & 0xffffffffL);
    }
}
