// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NlMsgHdr;

import java.util.Arrays;

/**
 * Where the attributes of a message stand. Most messages of a dump have those of the one before, at
 * the same places: comparing their headers is cheaper than walking from one to the next, and as
 * strict, since equal headers lead the same way.
 */
final class AttributeLayout {
    private static final int FIRST = NlMsgHdr.WORDS + InetDiagMsg.BYTES / 4;
    private static final int HEADER_BYTES = 4;
    private static final int TYPE_MASK = 0x3fff;
    private static final int FEW = 8;

    /**
     * Word of {@code struct tcp_info}, counted from the message's header; 0 where there is none.
     */
    int info;

    /** Length of the kernel's {@code struct tcp_info}. */
    int infoWords;

    /** Word of the cgroup id, counted from the message's header; 0 where there is none. */
    int cgroup;

    private int messageBytes;
    private int[] at = new int[FEW];
    private int[] headers = new int[FEW];
    private int size;

    /** Whether the layout read last is this message's too. */
    boolean fits(int[] words, int header) {
        if (NlMsgHdr.length(words, header) != messageBytes) {
            return false;
        }
        for (int i = size - 1; i >= 0; i--) {
            if (words[header + at[i]] != headers[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Walks over the attributes of a message.
     *
     * @throws MalformedNetlinkException if one is shorter than its header or reaches beyond the
     *     message
     */
    void read(int[] words, int header) throws MalformedNetlinkException {
        messageBytes = 0;
        info = 0;
        infoWords = 0;
        cgroup = 0;
        size = 0;
        int length = NlMsgHdr.length(words, header);
        int bytesLeft = length - 4 * FIRST;
        int attribute = FIRST;
        while (bytesLeft >= HEADER_BYTES) {
            int attributeBytes = words[header + attribute] & 0xffff;
            if (attributeBytes < HEADER_BYTES || attributeBytes > bytesLeft) {
                throw new MalformedNetlinkException(
                        "attribute of length " + attributeBytes, header + attribute);
            }
            note(attribute, words[header + attribute]);
            int step = attributeBytes + 3 & ~3;
            attribute += step / 4;
            bytesLeft -= step;
        }
        messageBytes = length;
    }

    private void note(int attribute, int attributeHeader) {
        if (size == at.length) {
            at = Arrays.copyOf(at, 2 * size);
            headers = Arrays.copyOf(headers, 2 * size);
        }
        at[size] = attribute;
        headers[size++] = attributeHeader;
        int payloadBytes = (attributeHeader & 0xffff) - HEADER_BYTES;
        switch ((attributeHeader >>> 16) & TYPE_MASK) {
            case InetDiagMsg.INET_DIAG_INFO -> {
                info = payloadBytes >= 4 * InetDiagMsg.INFO_WORDS_NEEDED ? attribute + 1 : 0;
                infoWords = payloadBytes / 4;
            }
            case InetDiagMsg.INET_DIAG_CGROUP_ID ->
                    cgroup = payloadBytes >= Long.BYTES ? attribute + 1 : 0;
            default -> {
                // not asked for, or newer than this program
            }
        }
    }
}
