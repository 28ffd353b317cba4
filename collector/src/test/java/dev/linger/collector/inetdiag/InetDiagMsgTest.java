// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.netlink.MalformedNetlinkException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes fields at the offsets of the C structs, and reads them through the view. */
class InetDiagMsgTest {
    private static final int HEADER = 16;
    private static final int INFO_BYTES = 232;

    private final ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    private final InetDiagMsg message = new InetDiagMsg();

    @BeforeEach
    void writeHeaderAndFixedPart() {
        bytes.putInt(0, HEADER + InetDiagMsg.BYTES);
        bytes.put(HEADER, (byte) InetDiagMsg.AF_INET6);
        bytes.put(HEADER + 1, (byte) 8);
        bytes.put(HEADER + 2, (byte) 2);
        bytes.put(HEADER + 3, (byte) 250);
        bytes.order(ByteOrder.BIG_ENDIAN);
        bytes.putShort(HEADER + 4, (short) 50_000);
        bytes.putShort(HEADER + 6, (short) 443);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(HEADER + 8, 11).putInt(HEADER + 20, 14);
        bytes.putInt(HEADER + 24, 21).putInt(HEADER + 36, 24);
        bytes.putLong(HEADER + 44, 0xfedcba9876543210L);
        bytes.putInt(HEADER + 52, -1);
        bytes.putInt(HEADER + 56, 56).putInt(HEADER + 60, 60).putInt(HEADER + 68, -68);
    }

    @Test
    void shouldReadTheFixedPart() throws MalformedNetlinkException {
        move();
        assertThat(message.family()).isEqualTo(InetDiagMsg.AF_INET6);
        assertThat(message.state()).isEqualTo(8);
        assertThat(message.timer()).isEqualTo(2);
        assertThat(message.retrans()).isEqualTo(250);
        assertThat(message.sport()).isEqualTo(50_000);
        assertThat(message.dport()).isEqualTo(443);
        assertThat(message.src(0)).isEqualTo(11);
        assertThat(message.src(3)).isEqualTo(14);
        assertThat(message.dst(0)).isEqualTo(21);
        assertThat(message.dst(3)).isEqualTo(24);
        assertThat(message.cookie()).isEqualTo(0xfedcba9876543210L);
        assertThat(message.expiresMillis()).isEqualTo(0xffffffffL);
        assertThat(message.rqueue()).isEqualTo(56);
        assertThat(message.wqueue()).isEqualTo(60);
        assertThat(message.inode()).isEqualTo(0x1_0000_0000L - 68);
    }

    @Test
    void shouldHaveNoAttributesWhereThereAreNone() throws MalformedNetlinkException {
        move();
        assertThat(message.hasInfo()).isFalse();
        assertThat(message.cgroupId()).isZero();
    }

    @Test
    void shouldReadAttributes() throws MalformedNetlinkException {
        int info = attribute(HEADER + InetDiagMsg.BYTES, InetDiagMsg.INET_DIAG_INFO, INFO_BYTES);
        bytes.putInt(info + 52, 5200).putInt(info + 56, 5600).putInt(info + 68, 6800);
        int unknown = attribute(info + INFO_BYTES, 999, 3);
        int cgroup = attribute(unknown + 4, InetDiagMsg.INET_DIAG_CGROUP_ID, 8);
        bytes.putLong(cgroup, 0x1_0000_0002L);
        bytes.putInt(0, cgroup + 8);
        move();
        assertThat(message.hasInfo()).isTrue();
        assertThat(message.lastDataRecvMillis()).isEqualTo(5200);
        assertThat(message.lastAckRecvMillis()).isEqualTo(5600);
        assertThat(message.rttMicros()).isEqualTo(6800);
        assertThat(message.cgroupId()).isEqualTo(0x1_0000_0002L);
    }

    @Test
    void shouldTakeATcpInfoThatIsTooShortAsAbsent() throws MalformedNetlinkException {
        int info = attribute(HEADER + InetDiagMsg.BYTES, InetDiagMsg.INET_DIAG_INFO, 64);
        bytes.putInt(0, info + 64);
        move();
        assertThat(message.hasInfo()).isFalse();
    }

    @Test
    void shouldRefuseAnAttributeThatReachesBeyondTheMessage() {
        int info = attribute(HEADER + InetDiagMsg.BYTES, InetDiagMsg.INET_DIAG_INFO, INFO_BYTES);
        bytes.putInt(0, info + 8);
        assertThatThrownBy(this::move).isInstanceOf(MalformedNetlinkException.class);
    }

    @Test
    void shouldRefuseAnAttributeShorterThanItsHeader() {
        int attribute = HEADER + InetDiagMsg.BYTES;
        bytes.putShort(attribute, (short) 3);
        bytes.putInt(0, attribute + 8);
        assertThatThrownBy(this::move).isInstanceOf(MalformedNetlinkException.class);
    }

    @Test
    void shouldAskForAllFamiliesInOnePass() {
        int[] request = InetDiagReqCompat.dump(InetDiagDump.ALL_STATES, true, 7);
        ByteBuffer sent = ByteBuffer.allocate(request.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        sent.asIntBuffer().put(request);
        assertThat(sent.capacity()).isEqualTo(76);
        assertThat(sent.getInt(0)).isEqualTo(76);
        assertThat(sent.getShort(4)).isEqualTo((short) 18);
        assertThat(sent.getShort(6)).isEqualTo((short) 0x301);
        assertThat(sent.getInt(8)).isEqualTo(7);
        assertThat(sent.get(HEADER + 3)).isEqualTo((byte) 2);
        assertThat(sent.getInt(HEADER + 52)).isEqualTo(0x1ffe);
    }

    /** Writes an attribute's header and returns the offset of its payload. */
    private int attribute(int offset, int type, int payloadBytes) {
        bytes.putShort(offset, (short) (4 + payloadBytes));
        bytes.putShort(offset + 2, (short) type);
        return offset + 4;
    }

    private void move() throws MalformedNetlinkException {
        message.moveTo(CapturedDump.words(bytes.array()), 0);
    }
}
