// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Bytes;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Keys of stores that are read minute by minute.
 *
 * <pre>
 *   0        8            8 + n  9 + n
 *   | minute | name UTF-8 | 0    | number, 4 bytes |    big-endian: keys sort by minute and name
 * </pre>
 */
public final class MinuteKey {
    private static final int TAIL = 1 + Integer.BYTES;

    private MinuteKey() {}

    /** The key of a host's minute, whose number is 0, or of a source's share of a service's. */
    public static Bytes of(Instant minute, String name, int number) {
        byte[] text = name.getBytes(UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + text.length + TAIL)
                        .putLong(minute.getEpochSecond())
                        .put(text)
                        .put((byte) 0)
                        .putInt(number)
                        .array());
    }

    /** The least key of a minute. */
    public static Bytes first(Instant minute) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(minute.getEpochSecond()).array());
    }

    /** A key above all of a minute. */
    public static Bytes last(Instant minute) {
        byte[] bytes = new byte[Long.BYTES + 1 + 4 * 256];
        Arrays.fill(bytes, (byte) 0xff);
        ByteBuffer.wrap(bytes).putLong(minute.getEpochSecond());
        return Bytes.wrap(bytes);
    }

    /** The minute of a key. */
    public static Instant minute(Bytes key) {
        return Instant.ofEpochSecond(ByteBuffer.wrap(key.get()).getLong());
    }

    /** The number of a key. */
    public static int number(Bytes key) {
        return ByteBuffer.wrap(key.get()).getInt(key.get().length - Integer.BYTES);
    }

    /** The name of a key. */
    public static String name(Bytes key) {
        byte[] bytes = key.get();
        return new String(bytes, Long.BYTES, bytes.length - Long.BYTES - TAIL, UTF_8);
    }
}
